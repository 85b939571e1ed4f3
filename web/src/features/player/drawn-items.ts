import { textOf } from '@/lib/item-text';
import type { Detection, Item } from '@/lib/api/client';
import type { Box } from './boxes';

/** What is one label in the picture: a text, or a code with the print that says the same. */
export interface DrawnItem {
  key: string;
  /** Null while the job runs, and for readings that are part of no label. */
  item: Item | null;
  boxes: [Box, ...Box[]];
  text: string;
  /** The label's; a single reading's own would be another number for the same thing. */
  confidence: number | null;
}

/** Of the label that a reading is part of, or of the reading by itself. */
export const drawnKey = ({ id, item_id }: Detection) => item_id ?? `reading ${id}`;

/** Joins the boxes of each label, in their order. */
export function drawnItems(boxes: readonly Box[], items: ReadonlyMap<string, Item>): DrawnItem[] {
  const drawn = new Map<string, DrawnItem>();
  for (const box of boxes) {
    const key = drawnKey(box.detection);
    const known = drawn.get(key);
    if (known) {
      known.boxes.push(box);
      continue;
    }
    const item = items.get(box.detection.item_id ?? '') ?? null;
    drawn.set(key, {
      key,
      item,
      boxes: [box],
      text: item ? textOf(item) : box.detection.text,
      confidence: item?.confidence ?? null,
    });
  }
  return [...drawn.values()];
}
