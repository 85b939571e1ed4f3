import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '@/locales/en.json';

/** Languages that have a catalogue. A further one is a file beside en.json and a line here. */
export const languages = { en: { name: 'English', translation: en } } as const;
export type Language = keyof typeof languages;

const STORAGE_KEY = 'mobilscan-language';

function storedLanguage(): Language {
  try {
    const stored = localStorage.getItem(STORAGE_KEY) ?? '';
    if (stored in languages) return stored as Language;
  } catch {
    // Storage may be forbidden.
  }
  return 'en';
}

void i18n.use(initReactI18next).init({
  lng: storedLanguage(),
  fallbackLng: 'en',
  resources: Object.fromEntries(
    Object.entries(languages).map(([code, { translation }]) => [code, { translation }]),
  ),
  // React escapes; doing it twice would show &amp; in names.
  interpolation: { escapeValue: false },
  returnNull: false,
});

export async function changeLanguage(language: Language) {
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // It lasts until the page is closed, then.
  }
}
