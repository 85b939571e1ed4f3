import { useQuery } from '@tanstack/react-query';
import { answer, api, type Detection } from '@/lib/api/client';
import { keys } from '@/lib/keys';

const NONE: readonly Detection[] = [];

/** The readings that one label was put together from, in order of time. */
export function useSightings(jobId: string, itemId: string | null): readonly Detection[] {
  const { data } = useQuery({
    queryKey: keys.sightings(jobId, itemId),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/items/{item_id}', {
          params: { path: { item_id: itemId ?? '' } },
          signal,
        }),
      ),
    enabled: itemId !== null,
    select: (item) => item.sightings,
  });
  return data ?? NONE;
}
