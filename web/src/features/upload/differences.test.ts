// Proves that an earlier scan is only offered as the same when it is.
import { expect, test } from 'vitest';
import { differences } from './differences';

test('only what was chosen otherwise differs', () => {
  const earlier = { every: 30, profile: 'balanced', languages: 'all', barcodes: true } as const;
  expect(differences(earlier, earlier)).toEqual([]);
  expect(differences(earlier, { ...earlier, every: 6 })).toEqual(['every']);
  expect(differences(earlier, { profile: 'accurate', languages: 'ch' })).toEqual([
    'profile',
    'languages',
  ]);
  expect(differences({}, { every: 6 })).toEqual([]);
});
