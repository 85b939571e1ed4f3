import { useEffect, useRef } from 'react';
import { groupKey } from '@/features/readings/grouping';
import { neighbour, sightingBeside, type Direction } from './neighbour';
import type { ReviewState } from './use-review';

/** Another reading, label or text, counted from the chosen one in the list that is shown. */
export function moveSelection(review: ReviewState, direction: Direction) {
  const { tab, foundItems, item, groups, found, selected, playhead } = review;
  const { time } = playhead.state.get();
  if (tab === 'labels') {
    const label = neighbour(foundItems.items, direction, time, {
      isChosen: (one) => one.id === item?.id,
      from: (one) => one.first_seen,
      to: (one) => one.last_seen,
    });
    if (label) review.chooseItem(label);
  } else if (tab === 'gallery') {
    const key = selected && groupKey(selected);
    const group = neighbour(groups, direction, time, {
      isChosen: (one) => one.key === key,
      from: (one) => one.firstSeen,
      to: (one) => one.lastSeen,
    });
    if (group) review.chooseReading(group.best);
  } else {
    const reading = neighbour(found.rows, direction, time, {
      isChosen: (one) => one.id === selected?.id,
      from: (one) => one.timestamp,
      to: (one) => one.timestamp,
    });
    if (reading) review.chooseReading(reading);
  }
}

/** Another moment in which the chosen label was read; with nothing chosen, in which anything was. */
function moveSighting(review: ReviewState, direction: Direction) {
  const { sightings, selected, playhead } = review;
  const target = sightingBeside(sightings, direction, playhead.state.get().time, selected);
  if (target) review.chooseSighting(target);
}

const TYPED_IN =
  'input:not([type=radio]), textarea, select, [contenteditable], [role=menu], [role=dialog]';

/** Keys belong to the field that is typed in, and to sliders, tabs and menus. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest(TYPED_IN)) return true;
  const arrows = key.startsWith('Arrow') && target.closest('[type=radio], [role=slider]') !== null;
  const space = key === ' ' && target.closest('button, a, [type=radio]') !== null;
  return (arrows && !target.closest('[data-timeline]')) || space;
}

export function useReviewKeys(review: ReviewState, onHelp: () => void) {
  const latest = useRef({ review, onHelp });
  useEffect(() => {
    latest.current = { review, onHelp };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target, event.key))
        return;
      const { playhead } = latest.current.review;
      const actions: Record<string, () => void> = {
        ' ': playhead.toggle,
        ArrowLeft: () => playhead.step(-1),
        ArrowRight: () => playhead.step(1),
        'Shift+ArrowLeft': () => moveSighting(latest.current.review, -1),
        'Shift+ArrowRight': () => moveSighting(latest.current.review, 1),
        j: () => moveSelection(latest.current.review, 1),
        k: () => moveSelection(latest.current.review, -1),
        '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
        '?': latest.current.onHelp,
      };
      // Letters and signs come with Shift as they need it.
      const named = event.shiftKey ? `Shift+${event.key}` : event.key;
      const action = actions[event.key.length === 1 ? event.key.toLowerCase() : named];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
