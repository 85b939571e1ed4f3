// Proves that a GS1 code is shown as people write it, and that marks stand on the right characters.
import { expect, test } from 'vitest';
import { charactersOf, textOf } from './item-text';

test('a text is what people write', () => {
  expect(textOf({ text: '010950110153000310AB', readable: '(01)09501101530003(10)AB' })).toBe(
    '(01)09501101530003(10)AB',
  );
  expect(textOf({ text: 'LOT 7', readable: null })).toBe('LOT 7');
});

test('characters below .9 are doubtful; those of another text are no help', () => {
  const characters = [
    { text: 'B', confidence: 0.62 },
    { text: ' ', confidence: 0.7 },
    { text: '8', confidence: 0.9 },
  ];
  expect(charactersOf({ text: 'B 8', characters }).map((one) => one.doubtful)).toEqual([
    true,
    false,
    false,
  ]);
  expect(charactersOf({ text: 'B8', characters })).toEqual([]);
  expect(charactersOf({ text: 'B8', characters: [] })).toEqual([]);
});
