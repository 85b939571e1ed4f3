import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { frameStep } from '@/components/frame-step';
import { useSystem } from '@/lib/api/get-system';
import { PROFILES, SAMPLING, storedOptions, storeOptions } from '../scan-options';
import classes from './scan-options.module.css';

/** How closely the next files are read, in plain words. */
export function ScanOptions() {
  const { t } = useTranslation();
  const { data: system } = useSystem();
  const [options, setOptions] = useState(storedOptions);
  const change = (part: ReturnType<typeof storedOptions>) => {
    const next = { ...options, ...part };
    setOptions(next);
    storeOptions(next);
  };
  const every = options.every ?? system?.defaults.every ?? 30;
  const profile = options.profile ?? system?.defaults.profile ?? 'balanced';
  const samplings = SAMPLING.some((one) => one === every) ? SAMPLING : [...SAMPLING, every];
  return (
    <div className={classes.options}>
      <Select
        label={t('options.sampling')}
        description={every === 1 ? undefined : t('options.everyNote')}
        inputWrapperOrder={['label', 'input', 'description']}
        data={samplings.map((one) => ({
          value: String(one),
          label: t(`options.every.${one}`, { defaultValue: frameStep(t, one) }),
        }))}
        value={String(every)}
        onChange={(value) => value && change({ every: Number(value) })}
        allowDeselect={false}
        comboboxProps={{ shadow: 'md' }}
      />
      <Select
        label={t('options.profile')}
        data={PROFILES.map((one) => ({ value: one, label: t(`options.profiles.${one}`) }))}
        value={profile}
        onChange={(value) => value && change({ profile: value })}
        allowDeselect={false}
        comboboxProps={{ shadow: 'md' }}
      />
    </div>
  );
}
