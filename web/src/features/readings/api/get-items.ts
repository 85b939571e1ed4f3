import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { answer, api, type Item } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { pollInterval, useLiveState, type LiveState } from '@/lib/live';

const PAGE_ITEMS = 500;
const REFETCH_MS_MIN = 2_000;

export interface Items {
  items: Item[];
  /** All labels of the job, and those that the search finds. */
  total: number;
  matching: number;
  isLoading: boolean;
  /** Whether these are not yet the labels that were asked for. */
  isBefore: boolean;
  error: Error | null;
}

/** How often to ask a running job for its labels, in ms. */
export const itemsInterval = (live: LiveState) =>
  Math.max(pollInterval(live, true), REFETCH_MS_MIN);

/**
 * The labels of a job that contain a text, all of them: there are far fewer than readings. While
 * it runs these are the labels so far; those of its end have other ids and are another query.
 */
export function useItems(jobId: string, running: boolean, q: string): Items {
  const live = useLiveState();
  const query = useInfiniteQuery({
    queryKey: keys.itemPages(jobId, running, q),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/jobs/{job_id}/items', {
          params: {
            path: { job_id: jobId },
            query: {
              limit: PAGE_ITEMS,
              ...(q && { q }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: running && itemsInterval(live),
    // While somebody types, and at the end, what was found before stays; that of another job never.
    placeholderData: (before, query) => (query?.queryKey[1] === jobId ? before : undefined),
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const first = data?.pages[0];
  return {
    items,
    total: first?.total ?? 0,
    matching: first?.total_matching ?? 0,
    isLoading: query.isPending,
    isBefore: query.isPlaceholderData,
    error: data ? null : query.error,
  };
}
