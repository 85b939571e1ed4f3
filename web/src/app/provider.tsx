import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { styleNonce } from '@/lib/nonce';
import { queryClient } from '@/lib/query-client';
import { theme } from './theme';

export function Provider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-center" containerWidth={420} />
        {children}
      </QueryClientProvider>
    </MantineProvider>
  );
}
