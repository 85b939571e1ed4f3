import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api/client';
import { keys } from './keys';

const RETRIES_MAX = 3;

/** What another try could change: the server is away or in trouble, not "no" as an answer. */
function worthRetrying(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      const signedOut = error instanceof ApiError && error.status === 401;
      if (signedOut && query.queryKey[0] !== keys.session[0]) {
        void queryClient.invalidateQueries({ queryKey: keys.session });
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // The server is on the plant's network: the browser's idea of "offline" says nothing about it.
      networkMode: 'always',
      retry: (count, error) => count < RETRIES_MAX && worthRetrying(error),
      retryDelay: (count) => Math.min(500 * 2 ** count, 4_000),
    },
    mutations: { networkMode: 'always' },
  },
});
