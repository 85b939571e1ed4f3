import type { TFunction } from 'i18next';

/** How often is read, in frames: what holds for every video, whatever its frames a second are. */
export function frameStep(t: TFunction, every: number): string {
  return every === 1
    ? t('options.everyFrame')
    : t('options.everyOther', { count: every, ordinal: true });
}
