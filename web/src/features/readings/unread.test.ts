// Proves that what could not be read is told apart, in its order, in short times and with advice.
import { expect, test } from 'vitest';
import { adviceFor, formatStretch, partsOf, type Unread } from './unread';

const unread = (
  reason: Unread['reason'],
  first_seen: number,
  part: Partial<Unread> = {},
): Unread => ({
  reason,
  first_seen,
  last_seen: first_seen + 3,
  frame_number: first_seen * 30,
  timestamp: first_seen,
  quad: null,
  ...part,
});

test('stretches and places are two lists, each in order of the moments it leads to', () => {
  const parts = partsOf([
    unread('label', 1, { timestamp: 8, frame_number: 240 }),
    unread('blurred', 2),
    unread('label', 4),
    unread('dark', 9),
  ]);
  expect(parts.stretches).toEqual([
    { reason: 'blurred', from: 2, to: 5 },
    { reason: 'dark', from: 9, to: 12 },
  ]);
  expect(parts.places.map(({ time }) => time)).toEqual([4, 8]);
  expect(partsOf([])).toEqual({ stretches: [], places: [] });
});

test('a stretch is told in whole seconds, a short one by one of them', () => {
  expect(formatStretch({ reason: 'dark', from: 12.1, to: 15.2 })).toBe('0:12–0:15');
  expect(formatStretch({ reason: 'dark', from: 12, to: 12 })).toBe('0:12');
});

test('advice fits what was wrong', () => {
  const advice = (...all: Unread['reason'][]) =>
    adviceFor(partsOf(all.map((reason, index) => unread(reason, index))));
  expect(advice('label')).toBe('slower');
  expect(advice('blurred', 'label')).toBe('slower');
  expect(advice('dark')).toBe('light');
  expect(advice('dark', 'label')).toBe('both');
  expect(advice('dark', 'blurred')).toBe('both');
});
