import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { createPlayhead } from '@/features/player/playhead';
import { frameIndexAt, samplingInterval, sampledFrames } from '@/features/player/sampled-frames';
import { useItems } from '@/features/readings/api/get-items';
import { useReadings, type ReadingFilter } from '@/features/readings/api/get-readings';
import { useSightings } from '@/features/readings/api/get-sightings';
import { useUnread } from '@/features/readings/api/get-unread';
import { groupKey, groupReadings } from '@/features/readings/grouping';
import { readingOfItem } from '@/features/readings/selection';
import { sightingAt, spansOf, type Span } from '@/features/readings/spans';
import { twinsOf } from '@/features/readings/twins';
import type { Detection, Item, Job } from '@/lib/api/client';
import { useStore } from '@/lib/store';
import type { ReviewSearch, Tab } from '../search';
import { useChosenItem } from './use-chosen-item';
import { useMomentInAddress } from './use-moment-in-address';
import { useRefreshAtEnd } from './use-refresh-at-end';

const route = getRouteApi('/jobs/$jobId');

/** As the original's slider. */
const MIN_DEFAULT = 0.5;
/** What the service reads unless it is told otherwise: one of so many frames. */
const EVERY_DEFAULT = 30;
const NONE: readonly Detection[] = [];

/** All that the review of a job knows; what a link should carry lives in the address. */
export function useReview(job: Job) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [playhead] = useState(() => createPlayhead(search.t ?? 0));
  const running = job.status === 'processing' || job.status === 'pending';
  useRefreshAtEnd(job.id, running);
  const filter: ReadingFilter = { q: search.q ?? '', min: search.min ?? MIN_DEFAULT };

  // What is drawn and can be chosen does not depend on what is searched for.
  const allItems = useItems(job.id, running, '');
  const { items } = allItems;
  const itemsById = useMemo(() => new Map(items.map((one) => [one.id, one])), [items]);
  const foundItems = useItems(job.id, running, filter.q);
  const unread = useUnread(job.id, running);
  // Until the labels are there, the job says whether there are any.
  const hasLabels = items.length > 0 || (allItems.isLoading && job.items_count > 0);
  const tab: Tab = search.tab ?? (running || hasLabels ? 'labels' : 'gallery');
  // Labels are searched by themselves: readings are only where they are shown.
  const found = useReadings(job.id, tab === 'labels' ? { ...filter, q: '' } : filter, running);
  const all = useReadings(job.id, { q: '', min: filter.min }, running);
  const frames = useMemo(() => sampledFrames(all.rows), [all.rows]);
  const twins = useMemo(() => twinsOf(items, all.rows), [items, all.rows]);
  const groups = useMemo(() => groupReadings(found.rows), [found.rows]);

  const change = useCallback(
    (part: Partial<ReviewSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  useMomentInAddress(playhead, change);

  const interval = useMemo(() => samplingInterval(frames), [frames]);
  const frameIndex = useStore(playhead.state, ({ time }) => {
    const index = frameIndexAt(frames, time);
    return time - (frames[index]?.timestamp ?? -Infinity) <= interval ? index : -1;
  });
  const frame = frames[frameIndex];

  const item = useChosenItem(items, search.item);
  useEffect(() => {
    if (item && item.id !== search.item) change({ item: item.id });
  }, [item, search.item, change]);
  // They come with the end, as does the id that leads to them.
  const hasSightings = item && !running && !allItems.isBefore;
  const ofItem = useSightings(job.id, hasSightings ? item.id : null);
  const every = job.settings.every ?? EVERY_DEFAULT;
  const spans = useMemo(
    () => (item && ofItem.length > 0 ? spansOf(ofItem, item.kind, every) : null),
    [item, ofItem, every],
  );
  const selected = useMemo(() => {
    const byId = (rows: readonly Detection[]) => rows.find((row) => row.id === search.d);
    const reading = byId(found.rows) ?? byId(all.rows) ?? byId(ofItem);
    return reading ?? (item && readingOfItem(item, all.rows));
  }, [item, ofItem, all.rows, found.rows, search.d]);
  const sightings = useMemo(() => {
    if (item) return ofItem;
    const key = selected && groupKey(selected);
    return key === null ? all.rows : all.rows.filter((row) => groupKey(row) === key);
  }, [item, ofItem, selected, all.rows]);

  const chooseReading = useCallback(
    (detection: Detection) => {
      playhead.seek(detection.timestamp);
      change({ d: detection.id, item: undefined, t: detection.timestamp });
    },
    [playhead, change],
  );
  const chooseItem = useCallback(
    (chosen: Item) => {
      playhead.seek(chosen.best.timestamp);
      change({ item: chosen.id, d: undefined, t: chosen.best.timestamp });
    },
    [playhead, change],
  );

  /** What is chosen stays so, at another moment; with nothing chosen nothing is. */
  const chooseSighting = useCallback(
    ({ id, timestamp }: Detection) => {
      playhead.seek(timestamp);
      change({ t: timestamp, ...(selected && { d: id }) });
    },
    [playhead, change, selected],
  );

  /** A box in the picture: its label where labels are shown, else the reading. */
  const chooseBox = useCallback(
    (id: number) => {
      const reading = all.rows.find((row) => row.id === id);
      if (!reading) return;
      const { item_id, timestamp } = reading;
      if (tab !== 'labels' || item_id === null || !itemsById.has(item_id)) {
        chooseReading(reading);
        return;
      }
      playhead.seek(timestamp);
      change({ item: item_id, d: id, t: timestamp });
    },
    [all.rows, itemsById, tab, chooseReading, playhead, change],
  );

  // A link may name a reading without its moment.
  useEffect(() => {
    if (search.t === undefined && selected) playhead.seek(selected.timestamp);
  }, [search.t, selected, playhead]);

  return {
    job,
    running,
    playhead,
    filter,
    items,
    itemsById,
    twins,
    foundItems,
    item,
    spans,
    unread,
    found,
    all,
    frames,
    groups,
    selected,
    sightings,
    tab,
    perRow: search.row,
    current: frame?.detections ?? NONE,
    currentTime: frame?.timestamp ?? null,
    change,
    chooseReading,
    chooseItem,
    chooseBox,
    chooseSighting,
    chooseInSpan: (span: Span, time: number) => chooseSighting(sightingAt(span, time)),
    changeFilter: (part: Partial<ReadingFilter>) =>
      change({
        ...('q' in part && { q: part.q === '' ? undefined : part.q }),
        ...('min' in part && { min: part.min === MIN_DEFAULT ? undefined : part.min }),
      }),
  };
}

export type ReviewState = ReturnType<typeof useReview>;
