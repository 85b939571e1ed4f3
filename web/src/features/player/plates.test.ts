// Proves that the signs over the picture never cover each other and stay inside it.
import { expect, test } from 'vitest';
import type { Box } from './boxes';
import { placePlates } from './plates';

function box(id: number, x: number, y: number, confidence: number): Box {
  const quad = [
    [x, y],
    [x + 80, y],
    [x + 80, y + 20],
    [x, y + 20],
  ];
  const detection = { id, text: 'LS15 EBC', confidence } as Box['detection'];
  return { detection, quad, estimated: false };
}

const picture = { width: 640, height: 360, pixel: 1 };

test('of two signs in one place the surer is kept, or the chosen one', () => {
  const boxes = [box(1, 100, 100, 0.6), box(2, 110, 102, 0.9), box(3, 400, 100, 0.5)];
  expect([...placePlates(boxes, picture, null).keys()].sort()).toEqual([2, 3]);
  expect([...placePlates(boxes, picture, 1).keys()].sort()).toEqual([1, 3]);
});

test('a sign at the edge moves inside', () => {
  const plate = placePlates([box(1, 620, 2, 0.9)], picture, null).get(1);
  expect(plate && plate.x + plate.width).toBeLessThanOrEqual(640);
  expect(plate?.y).toBeGreaterThan(20);
});
