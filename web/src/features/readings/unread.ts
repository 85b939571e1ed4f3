import type { Quad, Schemas } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';

export type Unread = Schemas['Unread'];

/** Seconds of the video in which nothing could be read, and why. */
export interface UnreadStretch {
  reason: 'blurred' | 'dark';
  from: number;
  to: number;
}

/** What looks like a label and gave no text, where it is seen best. */
export interface UnreadPlace {
  time: number;
  frameNumber: number;
  quad: Quad | null;
}

export interface UnreadParts {
  stretches: readonly UnreadStretch[];
  places: readonly UnreadPlace[];
}

/** Stretches by their beginning, places by the moment that a jump leads to. */
export function partsOf(unread: readonly Unread[]): UnreadParts {
  const stretches: UnreadStretch[] = [];
  const places: UnreadPlace[] = [];
  for (const { reason, first_seen, last_seen, timestamp, frame_number, quad } of unread) {
    if (reason === 'label') places.push({ time: timestamp, frameNumber: frame_number, quad });
    else stretches.push({ reason, from: first_seen, to: last_seen });
  }
  stretches.sort((a, b) => a.from - b.from);
  places.sort((a, b) => a.time - b.time);
  return { stretches, places };
}

/** 0:12–0:15, and 0:12 where it is not longer than a second. */
export function formatStretch({ from, to }: UnreadStretch): string {
  const [start, end] = [formatMoment(from, 0), formatMoment(to, 0)];
  return start === end ? start : `${start}–${end}`;
}

export type Advice = 'light' | 'slower' | 'both';

/** What another recording should do better. */
export function adviceFor({ stretches, places }: UnreadParts): Advice {
  const dark = stretches.some(({ reason }) => reason === 'dark');
  if (!dark) return 'slower';
  return places.length > 0 || stretches.some(({ reason }) => reason === 'blurred')
    ? 'both'
    : 'light';
}
