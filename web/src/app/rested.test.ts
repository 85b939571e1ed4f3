// Proves that what changes all the time is asked for now and then, and its end at once.
import { expect, test } from 'vitest';
import { createRested } from './rested';

interface Event {
  id: string;
  running: boolean;
}

function rested() {
  const calls: string[] = [];
  const rest = createRested<Event>(
    ({ id }) => calls.push(id),
    ({ running }) => (running ? 2_000 : 0),
  );
  const note = (id: string, running = true) => rest.note(id, { id, running });
  return { calls, note, turn: rest.turn };
}

test('the first is called at once, the next after the rest, however many there were', () => {
  const { calls, note, turn } = rested();
  note('a');
  expect(turn(0)).toBe(false);
  expect(calls).toEqual(['a']);
  note('a');
  note('a');
  expect(turn(500)).toBe(true);
  expect(turn(1_999)).toBe(true);
  expect(turn(2_000)).toBe(false);
  expect(calls).toEqual(['a', 'a']);
  expect(turn(9_000)).toBe(false);
  expect(calls).toEqual(['a', 'a']);
});

test('one does not wait for another', () => {
  const { calls, note, turn } = rested();
  note('a');
  turn(0);
  note('a');
  note('b');
  expect(turn(100)).toBe(true);
  expect(calls).toEqual(['a', 'b']);
});

test('the end does not rest', () => {
  const { calls, note, turn } = rested();
  note('a');
  turn(0);
  note('a');
  note('a', false);
  expect(turn(100)).toBe(false);
  expect(calls).toEqual(['a', 'a']);
});
