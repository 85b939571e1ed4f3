import type { Detection, Item, Quad } from '@/lib/api/client';
import { middle } from './selection';

/** Where another label with the same text is, seen from this one. */
export type Side = 'left' | 'right' | 'above' | 'below';

/** Which of the labels that say the same this is, counted from 1 by first appearance. */
export interface Twin {
  number: number;
  count: number;
  /** Of two that were in one picture: on which side of the other one this is. */
  side: Side | null;
}

const keyOf = ({ kind, text }: Item) =>
  `${kind} ${text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')}`;

const OPPOSITE: Record<Side, Side> = {
  left: 'right',
  right: 'left',
  above: 'below',
  below: 'above',
};

function sideIn(one: Quad, other: Quad): Side {
  const [ax = 0, ay = 0] = middle(one);
  const [bx = 0, by = 0] = middle(other);
  if (Math.abs(ax - bx) >= Math.abs(ay - by)) return ax < bx ? 'left' : 'right';
  return ay < by ? 'above' : 'below';
}

/** As all frames say in which both were read; a camera that turned leaves nothing to say. */
function sideOf(a: Item, b: Item, byFrame: ReadonlyMap<number, Detection[]>): Side | null {
  const sides = new Set<Side>();
  for (const rows of byFrame.values()) {
    const quadOf = ({ id, kind }: Item) =>
      rows.find((row) => row.item_id === id && row.kind === kind)?.quad;
    const [one, other] = [quadOf(a), quadOf(b)];
    if (one && other) sides.add(sideIn(one, other));
  }
  const [side, ...others] = sides;
  return side && others.length === 0 ? side : null;
}

/** What tells labels with the same text apart, by their ids. */
export function twinsOf(
  items: readonly Item[],
  rows: readonly Detection[],
): ReadonlyMap<string, Twin> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    if (!item.same_text) continue;
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  const same = new Set([...groups.values()].flatMap((group) => group.map(({ id }) => id)));
  const byFrame = new Map<number, Detection[]>();
  for (const row of rows) {
    if (!row.item_id || !same.has(row.item_id)) continue;
    const frame = byFrame.get(row.frame_number);
    if (frame) frame.push(row);
    else byFrame.set(row.frame_number, [row]);
  }
  const twins = new Map<string, Twin>();
  for (const group of groups.values()) {
    const [first, second] = group;
    const side = first && second && group.length === 2 ? sideOf(first, second, byFrame) : null;
    group.forEach((item, index) => {
      twins.set(item.id, {
        number: index + 1,
        count: group.length,
        side: side && index === 1 ? OPPOSITE[side] : side,
      });
    });
  }
  return twins;
}
