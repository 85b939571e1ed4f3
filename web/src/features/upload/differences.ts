import type { Settings } from '@/lib/scan-options';

/** What one may choose, in the order in which it is said. */
const CHOSEN = ['every', 'profile', 'languages'] as const;
export type Difference = (typeof CHOSEN)[number];

/**
 * In what an earlier scan was made otherwise than is wanted now. What was left open, now or then,
 * differs from nothing.
 */
export function differences(earlier: Settings, wanted: Settings): Difference[] {
  return CHOSEN.filter(
    (name) =>
      earlier[name] !== undefined && wanted[name] !== undefined && earlier[name] !== wanted[name],
  );
}
