import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/lib/api/client';
import { keys } from '@/lib/keys';

export function useSession() {
  return useQuery({
    queryKey: keys.session,
    queryFn: ({ signal }) => answer(api.GET('/api/v1/session', { signal })),
    staleTime: 60_000,
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => answer(api.POST('/api/v1/session', { body: { key } })),
    onSuccess: (session) => {
      client.setQueryData(keys.session, session);
      void client.invalidateQueries();
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/session')),
    onSuccess: (session) => client.setQueryData(keys.session, session),
  });
}
