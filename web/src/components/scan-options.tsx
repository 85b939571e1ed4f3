import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSystem } from '@/lib/api/get-system';
import { chooseScanOptions, LANGUAGES, PROFILES, SAMPLING, scanOptions } from '@/lib/scan-options';
import { useStore } from '@/lib/store';
import { optionNames } from './option-names';
import classes from './scan-options.module.css';

/** How closely what comes next is read, in plain words. */
export function ScanOptions() {
  const { t } = useTranslation();
  const names = optionNames(t);
  const { data: system } = useSystem();
  const options = useStore(scanOptions, (chosen) => chosen);
  const every = options.every ?? system?.defaults.every ?? 30;
  const profile = options.profile ?? system?.defaults.profile ?? 'balanced';
  const languages = options.languages ?? system?.defaults.languages ?? 'all';
  const languageChoices = LANGUAGES.some((one) => one === languages)
    ? LANGUAGES
    : [...LANGUAGES, languages];
  const samplings = SAMPLING.some((one) => one === every) ? SAMPLING : [...SAMPLING, every];
  return (
    <div className={classes.options}>
      <Select
        label={t('options.sampling')}
        data={samplings.map((one) => ({
          value: String(one),
          label: names.every(one),
        }))}
        value={String(every)}
        onChange={(value) => value && chooseScanOptions({ every: Number(value) })}
        allowDeselect={false}
        comboboxProps={{ shadow: 'md' }}
      />
      <Select
        label={t('options.profile')}
        data={PROFILES.map((one) => ({ value: one, label: names.profile(one) }))}
        value={profile}
        onChange={(value) => value && chooseScanOptions({ profile: value })}
        allowDeselect={false}
        comboboxProps={{ shadow: 'md' }}
      />
      <Select
        className={classes.languages}
        label={t('options.languages')}
        data={languageChoices.map((one) => ({ value: one, label: names.languages(one) }))}
        value={languages}
        onChange={(value) => value && chooseScanOptions({ languages: value })}
        allowDeselect={false}
        comboboxProps={{ shadow: 'md' }}
      />
      {every > 1 && <p className={classes.note}>{t('options.everyNote')}</p>}
    </div>
  );
}
