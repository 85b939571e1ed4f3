// Proves that keys lead from entry to entry, also when there is only one or none is chosen.
import { expect, test } from 'vitest';
import { neighbour, sightingBeside } from './neighbour';

const labels = [
  { id: 'a', from: 0, to: 2 },
  { id: 'b', from: 1, to: 6 },
  { id: 'c', from: 5, to: 5.5 },
];

function beside(chosen: string | null, direction: 1 | -1, time: number, list = labels) {
  return neighbour(list, direction, time, {
    isChosen: ({ id }) => id === chosen,
    from: (one) => one.from,
    to: (one) => one.to,
  })?.id;
}

test('from a chosen entry to those beside it, and no further than the ends', () => {
  expect(beside('b', 1, 0)).toBe('c');
  expect(beside('b', -1, 0)).toBe('a');
  expect(beside('c', 1, 0)).toBeUndefined();
});

test('with nothing chosen, to what the picture shows or comes to', () => {
  expect(beside(null, 1, 0)).toBe('a');
  expect(beside(null, 1, 3)).toBe('b');
  expect(beside(null, -1, 5.2)).toBe('c');
  expect(beside(null, -1, 0)).toBe('a');
});

test('a single entry is found from any moment', () => {
  const only = labels.slice(0, 1);
  for (const time of [0, 1, 60]) {
    expect(beside(null, 1, time, only)).toBe('a');
    expect(beside(null, -1, time, only)).toBe('a');
  }
  expect(beside(null, 1, 0, [])).toBeUndefined();
});

test('sightings are counted from the picture, or from the chosen one while it is shown', () => {
  const sightings = [0, 1.01, 2.02].map((timestamp) => ({ timestamp }));
  const chosen = sightings[1] ?? null;
  expect(sightingBeside(sightings, 1, 0.5, null)?.timestamp).toBe(1.01);
  // The player rounds to a little before or after.
  expect(sightingBeside(sightings, 1, 0.998, chosen)?.timestamp).toBe(2.02);
  expect(sightingBeside(sightings, -1, 1.022, chosen)?.timestamp).toBe(0);
  expect(sightingBeside(sightings, -1, 1.5, chosen)?.timestamp).toBe(1.01);
  expect(sightingBeside(sightings, 1, 3, chosen)).toBeUndefined();
});
