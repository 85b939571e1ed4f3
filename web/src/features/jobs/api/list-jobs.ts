import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answer, api, type Job, type JobStatus } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { pollInterval, useLiveState } from '@/lib/live';

const PAGE_JOBS = 50;

export const jobSorts = ['newest', 'oldest', 'name', '-name'] as const;
export type JobSort = (typeof jobSorts)[number];

export interface JobFilter {
  q: string;
  status: JobStatus | null;
  sort: JobSort;
}

export const isRunning = (job: Job) => job.status === 'pending' || job.status === 'processing';

/** The jobs that fit a filter, in pages; asks again while one of them waits or runs. */
export function useJobs({ q, status, sort }: JobFilter) {
  const live = useLiveState();
  const query = useInfiniteQuery({
    queryKey: keys.jobList({ q, status, sort }),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/jobs', {
          params: {
            query: {
              limit: PAGE_JOBS,
              sort,
              ...(q && { q }),
              ...(status && { status }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchInterval: ({ state }) =>
      pollInterval(live, state.data?.pages.some((page) => page.jobs.some(isRunning)) ?? false),
  });
  const jobs = useMemo(() => query.data?.pages.flatMap((page) => page.jobs) ?? [], [query.data]);
  return { ...query, jobs };
}
