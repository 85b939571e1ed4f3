import { useQuery } from '@tanstack/react-query';
import { answer, api } from '@/lib/api/client';
import { keys } from '@/lib/keys';

export function useStats() {
  return useQuery({
    queryKey: keys.stats,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/stats', { signal })),
    refetchInterval: 30_000,
  });
}
