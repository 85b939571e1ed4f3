import type { Schemas } from './api/client';
import { createStore } from './store';

export type Settings = Schemas['Settings'];

/** Every so many frames one is read; named as a rate for the 30 frames a second of most phones. */
export const SAMPLING = [60, 30, 15, 6, 1] as const;
export const PROFILES = ['fast', 'balanced', 'accurate'] as const;
/** What a choice of languages comes to: the scripts that texts may be written in. */
export const LANGUAGES = ['all', 'latin', 'ch', 'japan'] as const;

const STORAGE_KEY = 'mobilscan-scan-options';

function stored(): Settings {
  try {
    const found = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Settings;
    const every = SAMPLING.find((one) => one === found.every);
    const profile = PROFILES.find((one) => one === found.profile);
    const languages = LANGUAGES.find((one) => one === found.languages);
    return {
      ...(every && { every }),
      ...(profile && { profile }),
      ...(languages && { languages }),
    };
  } catch {
    return {};
  }
}

/** What this browser chose last; the server's defaults hold where it never chose. */
export const scanOptions = createStore<Settings>(stored());

export function chooseScanOptions(part: Settings) {
  const next = { ...scanOptions.get(), ...part };
  scanOptions.set(next);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // They last until the page is closed, then.
  }
}
