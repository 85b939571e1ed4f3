// Proves that marks of what could not be read can be told apart and lead into their stretch.
import { expect, test } from 'vitest';
import { apart, gapAt, within } from './unread-marks';

const gaps = [
  { from: 2, to: 2 },
  { from: 5, to: 8 },
];

test('a moment is part of a stretch up to its ends', () => {
  expect(gapAt(gaps, 2.004)).toBe(gaps[0]);
  expect(gapAt(gaps, 5)).toBe(gaps[1]);
  expect(gapAt(gaps, 8.5)).toBeUndefined();
});

test('a press beside a short stretch leads into it', () => {
  expect([1.9, 2.1].map((time) => within(gaps[0], time))).toEqual([2, 2]);
  expect(within(gaps[1], 6)).toBe(6);
  expect(within(undefined, 6)).toBe(6);
});

test('marks that would cover each other are one', () => {
  const at = (...times: number[]) => times.map((time) => ({ time }));
  expect(apart(at(1, 1, 1.2, 1.5, 3), 0.5)).toEqual(at(1, 1.5, 3));
  expect(apart(at(), 0.5)).toEqual([]);
});
