import { useQuery } from '@tanstack/react-query';
import { answer, api } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { pollInterval, useLiveState } from '@/lib/live';
import { isRunning } from './list-jobs';

export function useJob(id: string) {
  const live = useLiveState();
  return useQuery({
    queryKey: keys.job(id),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/jobs/{job_id}', { params: { path: { job_id: id } }, signal })),
    refetchInterval: ({ state }) => pollInterval(live, state.data ? isRunning(state.data) : true),
  });
}
