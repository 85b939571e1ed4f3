import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { scanOptions } from '@/lib/scan-options';

/** An action on jobs; whatever came of it, the lists are asked for again. */
function useJobAction<Input, Result>(act: (input: Input) => Promise<Result>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.jobs });
      void client.invalidateQueries({ queryKey: keys.stats });
    },
  });
}

const params = (id: string) => ({ params: { path: { job_id: id } } });

export const useCancelJob = () =>
  useJobAction((id: string) => answer(api.POST('/api/v1/jobs/{job_id}/cancel', params(id))));

export const useRetryJob = () =>
  useJobAction((id: string) => answer(api.POST('/api/v1/jobs/{job_id}/retry', params(id))));

export const useDeleteJob = () =>
  useJobAction((id: string) => answer(api.DELETE('/api/v1/jobs/{job_id}', params(id))));

export const useRestoreJob = () =>
  useJobAction((id: string) => answer(api.POST('/api/v1/jobs/{job_id}/restore', params(id))));

/** With the options that are chosen now. */
export const useScanAgain = () =>
  useJobAction((id: string) =>
    answer(api.POST('/api/v1/jobs/{job_id}/scan', { ...params(id), body: scanOptions.get() })),
  );
