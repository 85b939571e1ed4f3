/** In seconds. */
export interface Stretch {
  from: number;
  to: number;
}

/** Players round. */
const SAME_MOMENT = 0.01;

/** The stretch that a moment is part of. */
export function gapAt<T extends Stretch>(gaps: readonly T[], time: number): T | undefined {
  return gaps.find(({ from, to }) => from <= time + SAME_MOMENT && time <= to + SAME_MOMENT);
}

/** The moment of a stretch that is nearest to another one. */
export function within(gap: Stretch | undefined, time: number): number {
  return gap ? Math.min(Math.max(time, gap.from), gap.to) : time;
}

/** Marks in order of time that do not cover each other: those so many seconds after the one before. */
export function apart<T extends { time: number }>(marks: readonly T[], seconds: number): T[] {
  const shown: T[] = [];
  for (const mark of marks) {
    const last = shown.at(-1);
    if (!last || mark.time - last.time >= seconds) shown.push(mark);
  }
  return shown;
}
