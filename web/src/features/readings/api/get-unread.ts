import { useQuery } from '@tanstack/react-query';
import { answer, api } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { useLiveState } from '@/lib/live';
import { partsOf, type UnreadParts } from '../unread';
import { itemsInterval } from './get-items';

const NONE: UnreadParts = { stretches: [], places: [] };

/** What could not be read; of a running job, so far. */
export function useUnread(jobId: string, running: boolean): UnreadParts {
  const live = useLiveState();
  const { data } = useQuery({
    queryKey: keys.unread(jobId),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/jobs/{job_id}/unread', { params: { path: { job_id: jobId } }, signal }),
      ),
    refetchInterval: running && itemsInterval(live),
    select: parts,
  });
  return data ?? NONE;
}

const parts = ({ unread }: { unread: Parameters<typeof partsOf>[0] }) => partsOf(unread);
