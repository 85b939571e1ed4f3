import { useQuery } from '@tanstack/react-query';
import { keys } from '../keys';
import { answer, api } from './client';

/** Limits, defaults and health: what several pages need to know of the server. */
export function useSystem() {
  return useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/system', { signal })),
    refetchInterval: 20_000,
  });
}
