import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '@/lib/api/client';
import { ReadingRow } from './reading-row';
import { VirtualRows } from './virtual-rows';
import classes from './readings-table.module.css';

interface Props {
  rows: Detection[];
  selected: number | null;
  current: readonly Detection[];
  onChoose: (detection: Detection) => void;
  onNearEnd: () => void;
}

/** Every reading of the job, frame by frame. */
export function ReadingsTable({ rows, selected, current, onChoose, onNearEnd }: Props) {
  const { t } = useTranslation();
  const inPicture = useMemo(() => new Set(current.map((one) => one.id)), [current]);
  return (
    <VirtualRows
      label={t('review.tabs.readings')}
      role="table"
      count={rows.length}
      estimate={41}
      follow={selected === null ? -1 : rows.findIndex((row) => row.id === selected)}
      onNearEnd={onNearEnd}
      header={
        <div className={classes.header} role="rowgroup">
          <div className={classes.row} role="row" aria-rowindex={1}>
            <span role="columnheader">{t('readings.time')}</span>
            <span role="columnheader">{t('readings.text')}</span>
            <span role="columnheader">{t('readings.confidence')}</span>
            <span role="columnheader" className={classes.wide}>
              {t('readings.frame')}
            </span>
            <span role="columnheader" className={classes.wide}>
              {t('readings.source')}
            </span>
          </div>
        </div>
      }
      row={(index) => {
        const detection = rows[index];
        return (
          detection && (
            <ReadingRow
              detection={detection}
              index={index}
              selected={detection.id === selected}
              inPicture={inPicture.has(detection.id)}
              onChoose={onChoose}
            />
          )
        );
      }}
    />
  );
}
