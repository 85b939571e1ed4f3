import { Slider, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatConfidence } from '@/lib/format';
import type { ReadingFilter } from '../api/get-readings';
import classes from './filter-bar.module.css';

const TYPING_MS = 250;

interface Props {
  filter: ReadingFilter;
  onChange: (part: Partial<ReadingFilter>) => void;
  children?: ReactNode;
}

/** Text and least confidence; what it leaves is the same in the gallery and in the table. */
export function FilterBar({ filter, onChange, children }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(filter.q);
  const [before, setBefore] = useState(filter.q);
  const [sliding, setSliding] = useState<number | null>(null);
  const search = useDebouncedCallback((q: string) => onChange({ q }), TYPING_MS);
  // Cleared from elsewhere, or a link was opened.
  if (before !== filter.q) {
    setBefore(filter.q);
    if (filter.q !== typed.trim()) setTyped(filter.q);
  }
  const min = sliding ?? filter.min;
  return (
    <div className={classes.bar}>
      <TextInput
        className={classes.search}
        type="search"
        aria-label={t('readings.search')}
        placeholder={t('readings.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        data-search
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value.trim());
        }}
      />
      {children}
      <div className={classes.slider}>
        <span className={classes.word} id="least-confidence">
          {t('readings.leastConfidence')}
        </span>
        <Slider
          className={classes.track}
          min={0}
          max={1}
          step={0.05}
          value={min}
          label={null}
          thumbLabel={t('readings.leastConfidence')}
          thumbSize={20}
          onChange={setSliding}
          onChangeEnd={(value) => {
            setSliding(null);
            onChange({ min: value });
          }}
        />
        <output className={classes.value}>{formatConfidence(min)}</output>
      </div>
    </div>
  );
}
