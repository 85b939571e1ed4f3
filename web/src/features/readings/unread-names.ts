import type { TFunction } from 'i18next';
import { formatMoment } from '@/lib/format';
import { formatStretch, type UnreadPlace, type UnreadStretch } from './unread';

/** What is said of a stretch or a place, wherever it is shown. */
export const unreadNames = (t: TFunction) => ({
  ofStretch: (stretch: UnreadStretch) =>
    t('unread.stretch', {
      reason: t(`unread.reasons.${stretch.reason}`),
      time: formatStretch(stretch),
    }),
  ofPlace: ({ time }: UnreadPlace) => t('unread.place', { time: formatMoment(time) }),
});
