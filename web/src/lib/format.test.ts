// Proves that sizes, moments and lengths of time read as a person would write them.
import { expect, test } from 'vitest';
import { formatAgo, formatBytes, formatDuration, formatMoment } from './format';

test('sizes use the unit that gives one to three digits', () => {
  expect(formatBytes(0)).toBe('0 bytes');
  expect(formatBytes(474_787)).toBe('464 kB');
  expect(formatBytes(12_340_000)).toBe('11.8 MB');
  expect(formatBytes(500 * 1024 * 1024)).toBe('500 MB');
});

test('moments never show sixty seconds', () => {
  expect(formatMoment(0)).toBe('0:00.0');
  expect(formatMoment(59.96)).toBe('1:00.0');
  expect(formatMoment(3723.45, 2)).toBe('1:02:03.45');
});

test('remaining time is rounded to what one can rely on', () => {
  expect(formatDuration(0.2)).toBe('1 sec');
  expect(formatDuration(59.6)).toBe('1 min');
  expect(formatDuration(4_800)).toBe('1 hr 20 min');
});

test('a recent time is told by its age, an old one by its date', () => {
  const now = Date.parse('2026-05-20T12:00:00Z');
  expect(formatAgo('2026-05-20T11:55:00Z', now)).toBe('5 minutes ago');
  expect(formatAgo('2026-05-19T11:55:00Z', now)).toBe('yesterday');
  expect(formatAgo('2026-05-01T11:55:00Z', now)).toMatch(/May 1, 2026/);
  // A phone whose clock is behind the server's.
  expect(formatAgo('2026-05-20T12:00:09Z', now)).toBe('now');
});
