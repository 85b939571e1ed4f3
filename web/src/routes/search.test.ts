// Proves that a mailed link opens what it says, and that a spoilt one does no harm.
import { expect, test } from 'vitest';
import { parseJobsSearch, parseReviewSearch } from './search';

test('a link to a moment keeps moment, reading and filter', () => {
  const raw = { tab: 'gallery', t: '12.4', d: '17', q: 'LS15', min: '0.25', row: '3' };
  expect(parseReviewSearch(raw)).toMatchObject({
    tab: 'gallery',
    t: 12.4,
    d: 17,
    q: 'LS15',
    min: 0.25,
    row: 3,
  });
});

test('a search for digits stays a text', () => {
  expect(parseReviewSearch({ q: '0012' }).q).toBe('0012');
});

test('nonsense is left out or brought into range', () => {
  const spoilt = { tab: 'x', t: 'NaN', d: '', item: 5, min: '7', row: '-3' };
  expect(parseReviewSearch(spoilt)).toEqual({ min: 1, row: 1 });
  expect(parseJobsSearch({ status: 'gone', sort: 'size', q: '' })).toEqual({});
});
