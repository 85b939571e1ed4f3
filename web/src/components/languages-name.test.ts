// Proves that each choice of languages is said as a person would.
import i18n from 'i18next';
import { expect, test } from 'vitest';
import '@/lib/i18n';
import { LANGUAGES } from '@/lib/scan-options';
import { languagesName } from './languages-name';

test('every choice of the page has a name of its own', () => {
  const names = LANGUAGES.map((one) => languagesName(i18n.t, one));
  expect(names[0]).toBe('All that can be read');
  expect(new Set(names).size).toBe(LANGUAGES.length);
  expect(names.filter((name) => name.includes('options.'))).toEqual([]);
});

test('what only a server can choose is shown by its codes', () => {
  expect(languagesName(i18n.t, 'en,de')).toBe('en, de');
});
