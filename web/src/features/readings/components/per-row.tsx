import { ActionIcon } from '@mantine/core';
import { IconLayoutGrid, IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import classes from './per-row.module.css';

const MOST = 8;

/** Images per row, as the original had it. */
export function PerRow({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.root} role="group" aria-label={t('readings.perRow')}>
      <IconLayoutGrid className={classes.icon} size={18} stroke={1.6} aria-hidden />
      <ActionIcon
        variant="default"
        className={classes.button}
        aria-label={t('readings.fewerPerRow')}
        disabled={value <= 1}
        onClick={() => onChange(value - 1)}
      >
        <IconMinus size={16} />
      </ActionIcon>
      <output className={classes.value}>{formatNumber(value)}</output>
      <ActionIcon
        variant="default"
        className={classes.button}
        aria-label={t('readings.morePerRow')}
        disabled={value >= MOST}
        onClick={() => onChange(value + 1)}
      >
        <IconPlus size={16} />
      </ActionIcon>
    </div>
  );
}
