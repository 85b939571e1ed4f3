// Proves that a label has one tag, that no tag covers what another label says, and that the number
// on it is the label's.
import { expect, test } from 'vitest';
import type { Item } from '@/lib/api/client';
import type { Box } from './boxes';
import { drawnItems } from './drawn-items';
import { placeTags, type Area } from './tags';

function box(id: number, x: number, y: number, item_id: string | null = `item ${id}`): Box {
  const quad = [
    [x, y],
    [x + 80, y],
    [x + 80, y + 20],
    [x, y + 20],
  ];
  const detection = { id, item_id, text: 'LS15 EBC', confidence: 0.7 } as Box['detection'];
  return { detection, quad, estimated: false };
}

const item = (id: string, confidence: number) =>
  ({ id, text: 'LS15 EBC', readable: null, confidence }) as Item;
const items = (...all: Item[]) => new Map(all.map((one) => [one.id, one]));

const picture = { width: 640, height: 360, pixel: 1 };
const NOTHING = new Set<string>();
const apart = (a: Area, b: Area) =>
  a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;
const areaOf = ({ quad }: Box): Area => ({
  x: quad[0]?.[0] ?? 0,
  y: quad[0]?.[1] ?? 0,
  width: 80,
  height: 20,
});

test('a code and its print have one tag, with the confidence of the label', () => {
  const drawn = drawnItems(
    [box(1, 100, 100, 'a'), box(2, 100, 130, 'a'), box(3, 400, 100, null)],
    items(item('a', 0.92)),
  );
  expect(drawn.map(({ boxes }) => boxes.length)).toEqual([2, 1]);
  const tags = placeTags(drawn, picture, NOTHING);
  expect([...tags.values()].map(({ text }) => text)).toEqual(['LS15 EBC 92%', 'LS15 EBC']);
});

test('the lines of a label keep their tags off each other', () => {
  const lines = [0, 1, 2, 3, 4].map((line) => box(line, 200, 120 + line * 24));
  const tags = placeTags(drawnItems(lines, items()), picture, NOTHING);
  expect(tags.size).toBeGreaterThan(2);
  for (const tag of tags.values()) {
    for (const line of lines) expect(apart(tag, areaOf(line))).toBe(true);
    for (const other of tags.values()) expect(tag === other || apart(tag, other)).toBe(true);
  }
});

test('without room only the chosen label has a tag, which leaves its text free', () => {
  const wall = [0, 1, 2].flatMap((column) =>
    [0, 1, 2, 3].map((row) => box(column * 4 + row, column * 84, row * 24)),
  );
  const small = { width: 250, height: 94, pixel: 1 };
  const drawn = drawnItems(wall, items());
  expect(placeTags(drawn, small, NOTHING).size).toBe(0);
  const tags = placeTags(drawn, small, new Set(['item 5']));
  expect([...tags.keys()]).toEqual(['item 5']);
  const [tag] = tags.values();
  const own = wall.find(({ detection }) => detection.id === 5);
  expect(tag && own && apart(tag, areaOf(own))).toBe(true);
});

test('a tag at the edge moves inside', () => {
  const tag = placeTags(drawnItems([box(1, 620, 2)], items()), picture, NOTHING).get('item 1');
  expect(tag && tag.x + tag.width).toBeLessThanOrEqual(640);
  expect(tag?.y).toBeGreaterThan(20);
});
