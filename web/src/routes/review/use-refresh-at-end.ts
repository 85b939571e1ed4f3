import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '@/lib/keys';

/** Asks for all that a job gave once more when it has ended, whether its last event came or not. */
export function useRefreshAtEnd(jobId: string, running: boolean) {
  const client = useQueryClient();
  useEffect(() => {
    if (!running) return;
    return () => {
      void client.invalidateQueries({ queryKey: keys.readings(jobId) });
      void client.invalidateQueries({ queryKey: keys.items(jobId) });
    };
  }, [client, jobId, running]);
}
