import { useSystem } from '@/lib/api/get-system';
import { formatBytes } from '@/lib/format';

/** What the server takes, in words; nothing before it said so. */
export function useLimits(): { extensions: string; size: string } | undefined {
  const { data: system } = useSystem();
  return (
    system && {
      extensions: system.limits.extensions.map((one) => `.${one.replace(/^\./, '')}`).join(' '),
      size: formatBytes(system.limits.upload_bytes_max),
    }
  );
}
