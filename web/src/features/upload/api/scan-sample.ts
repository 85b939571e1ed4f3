import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/lib/api/client';
import { keys } from '@/lib/keys';

export function useScanSample() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/jobs/sample')),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.jobs }),
  });
}
