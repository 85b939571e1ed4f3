import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import type { Settings } from '@/lib/scan-options';

/** A new job over a video that the server has already, with the settings chosen for this upload. */
export function useScanAgainWith() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ jobId, settings }: { jobId: string; settings: Settings }) =>
      answer(
        api.POST('/api/v1/jobs/{job_id}/scan', {
          params: { path: { job_id: jobId } },
          body: settings,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.jobs }),
  });
}
