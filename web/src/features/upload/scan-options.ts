import type { Settings } from './api/send-file';

/** Every so many frames one is read; named as a rate for the 30 frames a second of most phones. */
export const SAMPLING = [60, 30, 15, 6, 1] as const;
export const PROFILES = ['fast', 'balanced', 'accurate'] as const;

const STORAGE_KEY = 'mobilscan-scan-options';

/** What this browser chose last; the server's defaults where it never chose. */
export function storedOptions(): Settings {
  try {
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Settings;
    const every = SAMPLING.find((one) => one === stored.every);
    const profile = PROFILES.find((one) => one === stored.profile);
    return { ...(every && { every }), ...(profile && { profile }) };
  } catch {
    return {};
  }
}

export function storeOptions(options: Settings) {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(options));
  } catch {
    // They last until the page is closed, then.
  }
}
