import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { answer, api } from '@/lib/api/client';
import { keys } from '@/lib/keys';

const PAGE_ITEMS = 500;

/** The labels of a completed job, all of them: there are far fewer than readings. */
export function useItems(jobId: string, completed: boolean) {
  const query = useInfiniteQuery({
    queryKey: keys.items(jobId),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/jobs/{job_id}/items', {
          params: {
            path: { job_id: jobId },
            query: {
              limit: PAGE_ITEMS,
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: completed,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return { items, isLoading: completed && query.isPending, error: data ? null : query.error };
}
