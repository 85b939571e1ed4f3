import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/lib/api/client';
import { formatNumber } from '@/lib/format';
import classes from './statistics.module.css';

export function Totals({ stats }: { stats: Schemas['Stats'] }) {
  const { t } = useTranslation();
  const figures = [
    { name: t('statistics.scans'), value: formatNumber(stats.jobs.total) },
    { name: t('statistics.readings'), value: formatNumber(stats.detections) },
    {
      name: t('statistics.average'),
      value: formatNumber(stats.avg_detections_per_job, { maximumFractionDigits: 1 }),
    },
    {
      name: t('statistics.running'),
      value: formatNumber(stats.jobs.processing + stats.jobs.pending),
    },
  ];
  return (
    <dl className={classes.totals}>
      {figures.map(({ name, value }) => (
        <div key={name} className={classes.total}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
