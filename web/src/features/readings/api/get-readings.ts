import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { answer, api, type Detection } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { pollInterval, useLiveState } from '@/lib/live';

const PAGE_ROWS = 1_000;
/** Loaded without being asked, so that boxes and timeline are complete for all but giant jobs. */
const AHEAD_ROWS_MAX = 20_000;

export interface ReadingFilter {
  q: string;
  min: number;
}

export interface Readings {
  rows: Detection[];
  /** All readings of the job, and those of at least the minimum; null where the server does not count. */
  total: number | null;
  matching: number | null;
  isLoading: boolean;
  error: Error | null;
  hasMore: boolean;
  loadMore: () => void;
}

function readPage(
  jobId: string,
  { q, min }: ReadingFilter,
  cursor: string | null,
  signal: AbortSignal,
) {
  return answer(
    api.GET('/api/v1/jobs/{job_id}/detections', {
      params: {
        path: { job_id: jobId },
        query: {
          limit: PAGE_ROWS,
          min_confidence: min,
          ...(q && { q }),
          ...(cursor !== null && { cursor }),
        },
      },
      signal,
    }),
  );
}

/** The readings of a job, page after page; follows a running job. */
export function useReadings(jobId: string, filter: ReadingFilter, running: boolean): Readings {
  const live = useLiveState();
  const query = useInfiniteQuery({
    queryKey: keys.readingPages(jobId, filter),
    queryFn: ({ pageParam, signal }) => readPage(jobId, filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: running ? pollInterval(live, true) : false,
    // While the slider moves the old rows stay; rows of another job never do.
    placeholderData: (before, query) => (query?.queryKey[1] === jobId ? before : undefined),
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.detections) ?? [], [data]);
  const first = data?.pages[0];

  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && rows.length < AHEAD_ROWS_MAX)
      void fetchNextPage();
  }, [hasNextPage, isFetching, isError, rows.length, fetchNextPage]);

  return {
    rows,
    total: first?.total ?? null,
    matching: first?.total_matching ?? null,
    isLoading: query.isPending,
    error: data ? null : query.error,
    hasMore: hasNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetching) void fetchNextPage();
    },
  };
}
