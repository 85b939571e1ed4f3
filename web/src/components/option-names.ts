import type { TFunction } from 'i18next';
import type { Settings } from '@/lib/scan-options';
import { frameStep } from './frame-step';
import { languagesName } from './languages-name';

/** Choices of a scan in the words in which they are chosen. */
export const optionNames = (t: TFunction) => ({
  every: (every: number) => t(`options.every.${every}`, { defaultValue: frameStep(t, every) }),
  profile: (profile: NonNullable<Settings['profile']>) => t(`options.profiles.${profile}`),
  languages: (languages: string) => languagesName(t, languages),
});
