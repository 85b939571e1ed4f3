import type { Detection } from '@/lib/api/client';
import { confidenceLevel, type ConfidenceLevel } from '@/lib/confidence';

export interface Mark {
  /** Share of the video's length, 0 to 1. */
  at: number;
  /** How much was read there, 0 to 1, against the fullest moment. */
  height: number;
  /** Of the best reading. */
  level: ConfidenceLevel;
}

/** Where in the video something was read, in as many slots as there is room for. */
export function density(detections: readonly Detection[], duration: number, slots: number): Mark[] {
  if (duration <= 0 || slots <= 0) return [];
  const found = new Map<number, { count: number; best: number }>();
  for (const { timestamp, confidence } of detections) {
    const slot = Math.min(Math.floor((timestamp / duration) * slots), slots - 1);
    const mark = found.get(slot) ?? { count: 0, best: 0 };
    found.set(slot, { count: mark.count + 1, best: Math.max(mark.best, confidence) });
  }
  const most = Math.max(...Array.from(found.values(), (mark) => mark.count), 1);
  return Array.from(found, ([slot, mark]) => ({
    at: slot / slots,
    // The root keeps a single reading visible beside a full shelf.
    height: Math.sqrt(mark.count / most),
    level: confidenceLevel(mark.best),
  }));
}
