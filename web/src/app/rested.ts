/** A call for each of several things, not more often than it is worth. */
export interface Rested<T> {
  /** It is called for this at the next turn after its rest, with what was noted last. */
  note: (id: string, value: T) => void;
  /** Calls for all whose rest is over; whether some still wait. */
  turn: (now: number) => boolean;
}

/** `restMs` says how long after a call the next one for the same thing may come; 0: at once. */
export function createRested<T>(call: (value: T) => void, restMs: (value: T) => number): Rested<T> {
  const waiting = new Map<string, T>();
  const called = new Map<string, number>();
  return {
    note: (id, value) => waiting.set(id, value),
    turn: (now) => {
      for (const [id, value] of waiting) {
        if (now - (called.get(id) ?? -Infinity) < restMs(value)) continue;
        waiting.delete(id);
        called.set(id, now);
        call(value);
      }
      return waiting.size > 0;
    },
  };
}
