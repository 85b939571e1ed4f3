/** Players round moments, so two within this are the same, in seconds. */
const SAME_MOMENT = 0.01;

export type Direction = 1 | -1;

interface Place<T> {
  isChosen: (one: T) => boolean;
  /** From when to when it is in the picture, in seconds. */
  from: (one: T) => number;
  to: (one: T) => number;
}

/**
 * The entry beside the chosen one in a list that is ordered by time. While nothing is chosen, it is
 * the one that the picture shows or comes to next, and from the other end where there is none.
 */
export function neighbour<T>(
  list: readonly T[],
  direction: Direction,
  time: number,
  { isChosen, from, to }: Place<T>,
): T | undefined {
  const chosen = list.findIndex(isChosen);
  if (chosen >= 0) return list[chosen + direction];
  return direction === 1
    ? (list.find((one) => to(one) >= time - SAME_MOMENT) ?? list[0])
    : (list.findLast((one) => from(one) <= time + SAME_MOMENT) ?? list.at(-1));
}

/** Half of a frame at 30 a second: the picture that is shown is still that of the moment. */
const STILL_SHOWN = 1 / 60;

/**
 * The next or previous of some sightings, in order of time. It is counted from the picture, as
 * frames may have been stepped through since `chosen` was.
 */
export function sightingBeside<T extends { timestamp: number }>(
  list: readonly T[],
  direction: Direction,
  time: number,
  chosen: T | null,
): T | undefined {
  const shown = chosen && Math.abs(chosen.timestamp - time) < STILL_SHOWN;
  const now = shown ? chosen.timestamp : time;
  return direction === 1
    ? list.find((one) => one.timestamp > now + SAME_MOMENT)
    : list.findLast((one) => one.timestamp < now - SAME_MOMENT);
}
