// Proves that a chosen label stays chosen when its job ends and the labels get other ids.
import { expect, test } from 'vitest';
import type { Item } from '@/lib/api/client';
import { successorOf } from './selection';

const item = (id: string, text: string, first_seen: number, last_seen = first_seen + 1) =>
  ({ id, text, kind: 'text', first_seen, last_seen }) as Item;

const chosen = item('1', 'LOT 7', 12, 14);
const successor = (...items: Item[]) => successorOf(chosen, items)?.id;

test('the same text from the same moment on is the same label', () => {
  expect(successor(item('8', 'LOT 7', 3), item('9', 'LOT 7', 12.001))).toBe('9');
  expect(successor(item('8', 'LOT 8', 12), item('9', 'LOT 7', 20))).toBeUndefined();
  expect(successor({ ...item('8', 'LOT 7', 12), kind: 'barcode' })).toBeUndefined();
  expect(successor()).toBeUndefined();
});

test('a label of two minutes of the video became one', () => {
  expect(successor(item('8', 'LOT 7', 3, 13))).toBe('8');
  expect(successor(item('8', 'LOT 7', 3, 13), item('9', 'LOT 7', 12))).toBe('9');
});
