import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changeLanguage, languages, type Language } from '@/lib/i18n';

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <Select
      aria-label={t('settings.language')}
      size="md"
      maw={280}
      data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
      value={i18n.language}
      onChange={(value) => value && void changeLanguage(value as Language)}
      allowDeselect={false}
    />
  );
}
