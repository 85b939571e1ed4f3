import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnreadParts } from '@/features/readings/unread';
import { unreadNames } from '@/features/readings/unread-names';

/** What could not be read, as the timeline shows it. */
export function useUnreadMarks({ stretches, places }: UnreadParts) {
  const { t } = useTranslation();
  return useMemo(() => {
    const names = unreadNames(t);
    return {
      gaps: stretches.map((one) => ({ ...one, title: names.ofStretch(one) })),
      places: places.map((one) => ({ time: one.time, title: names.ofPlace(one) })),
    };
  }, [stretches, places, t]);
}
