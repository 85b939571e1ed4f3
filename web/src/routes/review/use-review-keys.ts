import { useEffect, useRef } from 'react';
import type { ReviewState } from './use-review';

/** Another reading, label or text, counted from the chosen one in the list that is shown. */
export function moveSelection(review: ReviewState, direction: 1 | -1) {
  const { tab, items, item, groups, found, selected, playhead } = review;
  const { time } = playhead.state.get();
  const next = <T>(
    list: readonly T[],
    isChosen: (one: T) => boolean,
    timeOf: (one: T) => number,
  ) => {
    const chosen = list.findIndex(isChosen);
    if (chosen >= 0) return list[chosen + direction];
    // Nothing chosen yet: from the moment that is shown.
    const after = list.findIndex((one) => timeOf(one) > time + 0.01);
    if (direction === 1) return list[after];
    return list[(after < 0 ? list.length : after) - 1];
  };
  if (tab === 'labels') {
    const target = next(
      items,
      (one) => one.id === item?.id,
      (one) => one.best.timestamp,
    );
    if (target) review.chooseItem(target);
    return;
  }
  const rows = tab === 'gallery' ? groups.map((group) => group.best) : found.rows;
  const target = next(
    rows,
    (one) => one.id === selected?.id,
    (one) => one.timestamp,
  );
  if (target) review.chooseReading(target);
}

/** Keys belong to the field that is typed in, and to sliders, tabs and menus. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input, textarea, select, [contenteditable], [role=menu], [role=dialog]'))
    return true;
  const arrows = key.startsWith('Arrow') && target.closest('[role=tab], [role=slider]') !== null;
  const space = key === ' ' && target.closest('button, a, [role=tab]') !== null;
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
        j: () => moveSelection(latest.current.review, 1),
        k: () => moveSelection(latest.current.review, -1),
        '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
        '?': latest.current.onHelp,
      };
      const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
