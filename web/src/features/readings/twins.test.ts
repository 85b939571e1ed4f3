// Proves that labels with the same text are told apart by what is true of them.
import { expect, test } from 'vitest';
import type { Detection, Item } from '@/lib/api/client';
import { placeName } from './place';
import { twinsOf } from './twins';

const item = (id: string, text = 'LOT 7', same_text = true) =>
  ({ id, text, kind: 'text', same_text }) as Item;

const quadAt = (x: number, y: number) => [
  [x, y],
  [x + 40, y],
  [x + 40, y + 10],
  [x, y + 10],
];
const row = (item_id: string, frame_number: number, x: number, y: number) =>
  ({ item_id, frame_number, kind: 'text', quad: quadAt(x, y) }) as Detection;

test('two labels of one picture lie on a side of each other', () => {
  const twins = twinsOf(
    [item('a'), item('b', 'lot-7'), item('c', 'PUMP', false)],
    [row('a', 0, 300, 100), row('b', 0, 100, 120), row('c', 0, 0, 0), row('b', 30, 100, 120)],
  );
  expect(twins.get('a')).toEqual({ number: 1, count: 2, side: 'right' });
  expect(twins.get('b')).toEqual({ number: 2, count: 2, side: 'left' });
  expect(twins.has('c')).toBe(false);
});

test('without a common picture, or with a turned camera, nothing is said of sides', () => {
  const both = [item('a'), item('b')];
  expect(twinsOf(both, [row('a', 0, 0, 0), row('b', 30, 9, 9)]).get('a')?.side).toBeNull();
  const turned = [row('a', 0, 0, 0), row('b', 0, 90, 0), row('a', 30, 0, 0), row('b', 30, 0, 90)];
  expect(twinsOf(both, turned).get('b')?.side).toBeNull();
});

test('of three each has its number', () => {
  const twins = twinsOf([item('a'), item('b'), item('c')], []);
  expect([...twins.values()].map(({ number, count }) => [number, count])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
});

test('a place has a name by thirds of the picture', () => {
  const picture = { width: 300, height: 300 };
  expect(placeName(quadAt(0, 0), picture)).toBe('upperLeft');
  expect(placeName(quadAt(130, 145), picture)).toBe('middleCentre');
  expect(placeName(quadAt(290, 295), picture)).toBe('lowerRight');
});
