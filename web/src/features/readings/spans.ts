import type { Detection, Item } from '@/lib/api/client';

/** A stretch of the video in which a label was in the picture. */
export interface Span {
  /** Seconds: its first and its last sighting. */
  from: number;
  to: number;
  /** In order of time, one for each frame. */
  sightings: [Detection, ...Detection[]];
}

/** A label that is not read for so long was blurred or hidden; longer, it was elsewhere. */
const FLICKER_SECONDS = 0.5;

/** One sighting for each frame: that of the code itself, where its print was read beside it. */
function oneForEachFrame(sightings: readonly Detection[], kind: Detection['kind']): Detection[] {
  const frames = new Map<number, Detection>();
  for (const one of sightings) {
    const other = frames.get(one.frame_number);
    if (!other || (other.kind !== kind && one.kind === kind)) frames.set(one.frame_number, one);
  }
  return [...frames.values()].sort((a, b) => a.timestamp - b.timestamp);
}

/**
 * Joins sightings of successive samples. One of every `every` frames was read, not always the same
 * one, so that two samples are up to two steps apart: the frames' numbers tell better than times
 * whether one was left out between them.
 */
export function spansOf(
  sightings: readonly Detection[],
  kind: Detection['kind'],
  every: number,
): Span[] {
  const sample = ({ frame_number }: Detection) => Math.floor(frame_number / every);
  const spans: Span[] = [];
  for (const one of oneForEachFrame(sightings, kind)) {
    const span = spans.at(-1);
    const last = span?.sightings.at(-1);
    const joins =
      last &&
      (sample(one) - sample(last) <= 1 || one.timestamp - last.timestamp <= FLICKER_SECONDS);
    if (span && joins) {
      span.sightings.push(one);
      span.to = one.timestamp;
    } else {
      spans.push({ from: one.timestamp, to: one.timestamp, sightings: [one] });
    }
  }
  return spans;
}

const bare = (text: string) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Whether a sighting was read, and not as its label; the print beside a code has its own spaces. */
export function readOtherwise({ source, kind, text }: Detection, item: Item): boolean {
  if (source === 'carried') return false;
  return kind === item.kind ? text !== item.text : bare(text) !== bare(item.text);
}

/** The sighting of a span that is nearest to a moment. */
export function sightingAt({ sightings }: Span, time: number): Detection {
  const apart = (one: Detection) => Math.abs(one.timestamp - time);
  return sightings.reduce((best, one) => (apart(one) < apart(best) ? one : best));
}
