// Proves that no reading can move, hide or reorder text on the page.
import { expect, test } from 'vitest';
import { visible } from './safe-text';

test('ordinary text of any script stays as it is', () => {
  for (const text of ['LS15 EBC', 'año Ñ', '仓库 12', 'שלום', '👷🏽'])
    expect(visible(text)).toBe(text);
});

test('control characters become their pictures', () => {
  expect(visible('A\u0000B\tC\u007f')).toBe('A␀B␉C␡');
});

test('direction marks and zero-width characters show their number', () => {
  expect(visible('a\u202Eb')).toBe('a[U+202E]b');
  expect(visible('\u2066x\u200b')).toBe('[U+2066]x[U+200B]');
});
