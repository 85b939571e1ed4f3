import { Slider } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '@/components/search-box';
import { formatConfidence } from '@/lib/format';
import type { ReadingFilter } from '../api/get-readings';
import classes from './filter-bar.module.css';

interface Props {
  filter: ReadingFilter;
  onChange: (part: Partial<ReadingFilter>) => void;
  children?: ReactNode;
}

/** Text and least confidence; what it leaves is the same in the gallery and in the table. */
export function FilterBar({ filter, onChange, children }: Props) {
  const { t } = useTranslation();
  const [sliding, setSliding] = useState<number | null>(null);
  const min = sliding ?? filter.min;
  return (
    <div className={classes.bar}>
      <SearchBox
        className={classes.search}
        label={t('readings.search')}
        value={filter.q}
        onSearch={(q) => onChange({ q })}
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
