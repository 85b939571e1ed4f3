import type { Detection } from '@/lib/api/client';

/** The same text read again and again, as one: the best reading stands for all. */
export interface Group {
  key: string;
  best: Detection;
  count: number;
  firstSeen: number;
  lastSeen: number;
}

const LOOK_ALIKES: [RegExp, string][] = [
  [/[OQD]/g, '0'],
  [/[IL]/g, '1'],
  [/Z/g, '2'],
  [/S/g, '5'],
  [/B/g, '8'],
  [/G/g, '6'],
];

/** As the server's search folds it: look-alikes one, case, spaces and punctuation ignored. */
function folded(text: string): string {
  const bare = text.toUpperCase().replace(/[\s\p{P}]/gu, '') || text;
  return LOOK_ALIKES.reduce((result, [pattern, one]) => result.replace(pattern, one), bare);
}

/** Readings with the same key are taken for the same label. */
export function groupKey({ kind, format, text }: Detection): string {
  return `${kind} ${format} ${folded(text)}`;
}

function better(a: Detection, b: Detection): Detection {
  if (a.has_frame !== b.has_frame) return a.has_frame ? a : b;
  return b.confidence > a.confidence ? b : a;
}

/** In order of first appearance, so that a running job only ever adds at the end. */
export function groupReadings(detections: readonly Detection[]): Group[] {
  const groups = new Map<string, Group>();
  for (const detection of detections) {
    const key = groupKey(detection);
    const group = groups.get(key);
    if (!group) {
      const { timestamp } = detection;
      groups.set(key, {
        key,
        best: detection,
        count: 1,
        firstSeen: timestamp,
        lastSeen: timestamp,
      });
      continue;
    }
    group.best = better(group.best, detection);
    group.count += 1;
    group.lastSeen = Math.max(group.lastSeen, detection.timestamp);
    group.firstSeen = Math.min(group.firstSeen, detection.timestamp);
  }
  return [...groups.values()];
}
