// Proves that a step in frames is said as a person would.
import i18n from 'i18next';
import { expect, test } from 'vitest';
import '@/lib/i18n';
import { frameStep } from './frame-step';

test('frames are counted by ordinals', () => {
  const said = [1, 2, 3, 11, 21, 30].map((every) => frameStep(i18n.t, every));
  expect(said.map((text) => text.replace(/^Every /, ''))).toEqual([
    'frame',
    '2nd frame',
    '3rd frame',
    '11th frame',
    '21st frame',
    '30th frame',
  ]);
});
