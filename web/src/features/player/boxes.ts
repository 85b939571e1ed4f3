import type { Detection, Quad } from '@/lib/api/client';
import { frameIndexAt, samplingInterval, type SampledFrame } from './sampled-frames';

/** A reading as it is drawn: between two frames that were read, its place is estimated. */
export interface Box {
  detection: Detection;
  quad: Quad;
  estimated: boolean;
}

type Pair = [Detection, Detection];

function centre(quad: Quad): [number, number] {
  const mean = (axis: number) => quad.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / 4;
  return [mean(0), mean(1)];
}

function size(quad: Quad): number {
  const xs = quad.map((point) => point[0] ?? 0);
  const ys = quad.map((point) => point[1] ?? 0);
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 1);
}

/** Look-alikes are one: the same label may be read as 0 in one frame and as O in the next. */
function folded(text: string): string {
  return text
    .toUpperCase()
    .replace(/[\s\p{P}]/gu, '')
    .replace(/[OQD]/g, '0')
    .replace(/[IL]/g, '1');
}

/** How far a label may move between two samples, in its own sizes, when it reads the same or not. */
const REACH_SAME_TEXT = 3;
const REACH_OTHER_TEXT = 0.6;

function distance(a: Detection, b: Detection): number {
  if (!a.quad || !b.quad || a.kind !== b.kind) return Infinity;
  const [ax, ay] = centre(a.quad);
  const [bx, by] = centre(b.quad);
  const apart = Math.hypot(ax - bx, ay - by) / Math.max(size(a.quad), size(b.quad));
  const same = folded(a.text) === folded(b.text);
  if (apart > (same ? REACH_SAME_TEXT : REACH_OTHER_TEXT)) return Infinity;
  return same ? apart - REACH_SAME_TEXT : apart;
}

/** Which reading of one frame is the same label as which of the next; nearest first. */
export function pairsOf(from: SampledFrame, to: SampledFrame): Pair[] {
  const candidates = from.detections
    .flatMap((a) => to.detections.map((b) => ({ a, b, apart: distance(a, b) })))
    .filter(({ apart }) => apart < Infinity)
    .sort((x, y) => x.apart - y.apart);
  const taken = new Set<Detection>();
  const pairs: Pair[] = [];
  for (const { a, b } of candidates) {
    if (taken.has(a) || taken.has(b)) continue;
    taken.add(a).add(b);
    pairs.push([a, b]);
  }
  return pairs;
}

function between(from: Quad, to: Quad, share: number): Quad {
  return from.map((point, corner) =>
    point.map((value, axis) => value + ((to[corner]?.[axis] ?? value) - value) * share),
  );
}

/** A gap up to this many intervals is one step of a moving label, a longer one is its absence. */
const STEP_MAX = 1.6;
const EXACT = 0.02;

function boxesBetween(from: SampledFrame, to: SampledFrame, time: number, pairs: Pair[]): Box[] {
  const share = (time - from.timestamp) / (to.timestamp - from.timestamp);
  const paired = new Set(pairs.flat());
  const moving = pairs.flatMap(([a, b]): Box[] => {
    if (!a.quad || !b.quad) return [];
    const quad = between(a.quad, b.quad, Math.max(0, Math.min(share, 1)));
    return [
      { detection: share < 0.5 ? a : b, quad, estimated: share > EXACT && share < 1 - EXACT },
    ];
  });
  const alone = (share < 0.5 ? from : to).detections.filter((one) => !paired.has(one));
  return [...moving, ...still(alone, share > EXACT && share < 1 - EXACT)];
}

function still(detections: Detection[], estimated: boolean): Box[] {
  return detections.flatMap((detection) =>
    detection.quad ? [{ detection, quad: detection.quad, estimated }] : [],
  );
}

/** What to draw at a time. Keeps the last pairing, as playing asks for the same gap many times. */
export function createBoxFinder(frames: readonly SampledFrame[]): (time: number) => Box[] {
  const interval = samplingInterval(frames);
  let cached: { index: number; pairs: Pair[] } | undefined;
  return (time) => {
    const index = frameIndexAt(frames, time);
    const from = frames[index];
    const to = frames[index + 1];
    const step = from && to && to.timestamp - from.timestamp <= interval * STEP_MAX;
    if (step) {
      if (cached?.index !== index) cached = { index, pairs: pairsOf(from, to) };
      return boxesBetween(from, to, time, cached.pairs);
    }
    if (from && time - from.timestamp <= interval / 2) {
      return still(from.detections, time - from.timestamp > EXACT * interval);
    }
    if (to && to.timestamp - time <= interval / 4) return still(to.detections, true);
    return [];
  };
}
