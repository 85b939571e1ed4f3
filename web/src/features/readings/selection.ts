import type { Detection, Item, Quad } from '@/lib/api/client';

export const middle = (quad: Quad) =>
  [0, 1].map((axis) => quad.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / quad.length);

function apart(a: Quad, b: Quad): number {
  const [ax = 0, ay = 0] = middle(a);
  const [bx = 0, by = 0] = middle(b);
  return Math.hypot(ax - bx, ay - by);
}

/** The reading that gave a label its best picture: the one at its place in its frame. */
export function readingOfItem(item: Item, rows: readonly Detection[]): Detection | null {
  let nearest: Detection | null = null;
  let least = Infinity;
  for (const row of rows) {
    if (row.frame_number !== item.best.frame_number || !row.quad) continue;
    const distance = apart(row.quad, item.best.quad);
    if (distance < least) {
      least = distance;
      nearest = row;
    }
  }
  return nearest;
}

/** Whether a label is in the picture at a moment. */
export function isInPicture(item: Item, time: number | null): boolean {
  return time !== null && item.first_seen <= time + 0.01 && time <= item.last_seen + 0.01;
}

/** Times of two answers about the same frame, in seconds. */
const SAME_MOMENT = 0.01;

/**
 * The label that an earlier answer gave another id: a running job's labels are put together anew
 * at its end. It has the same text and was seen first at the same moment, or its time is part of
 * what is now one label.
 */
export function successorOf(earlier: Item, items: readonly Item[]): Item | null {
  const same = items.filter(({ kind, text }) => kind === earlier.kind && text === earlier.text);
  const start = earlier.first_seen;
  return (
    same.find((one) => Math.abs(one.first_seen - start) < SAME_MOMENT) ??
    same.find((one) => one.first_seen <= start && start <= one.last_seen) ??
    null
  );
}
