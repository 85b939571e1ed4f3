import type { TFunction } from 'i18next';
import { LANGUAGES } from '@/lib/scan-options';

/** A choice of languages in words; one that only a server's settings can make by its codes. */
export function languagesName(t: TFunction, languages: string): string {
  const known = LANGUAGES.find((one) => one === languages);
  return known ? t(`options.languagesOf.${known}`) : languages.split(',').join(', ');
}
