import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { answer, api, type Item } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { pollInterval, useLiveState } from '@/lib/live';

const PAGE_ITEMS = 500;
const REFETCH_MS_MIN = 2_000;

export interface Items {
  items: Item[];
  /** All labels of the job, and those that the search finds. */
  total: number;
  matching: number;
  isLoading: boolean;
  error: Error | null;
}

/**
 * The labels of a job that contain a text, all of them: there are far fewer than readings. While
 * it runs these are the labels so far, whose ids are others in the end.
 */
export function useItems(jobId: string, running: boolean, q: string): Items {
  const live = useLiveState();
  const query = useInfiniteQuery({
    queryKey: keys.itemPages(jobId, q),
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
    refetchInterval: running ? Math.max(pollInterval(live, true), REFETCH_MS_MIN) : false,
    // While somebody types, what was found before stays; labels of another job never do.
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
    error: data ? null : query.error,
  };
}
