import { useState } from 'react';
import { successorOf } from '@/features/readings/selection';
import type { Item } from '@/lib/api/client';

/** The label of an id, or the one that took its place when the ids changed while it was chosen. */
export function useChosenItem(items: readonly Item[], id: string | undefined): Item | null {
  const [before, setBefore] = useState<Item | null>(null);
  if (id === undefined) return null;
  const found = items.find((one) => one.id === id);
  if (found) {
    if (found !== before) setBefore(found);
    return found;
  }
  return before?.id === id ? successorOf(before, items) : null;
}
