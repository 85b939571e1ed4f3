import type { Detection, Item, Quad } from '@/lib/api/client';

const middle = (quad: Quad) =>
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
