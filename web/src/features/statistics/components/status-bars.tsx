import { useTranslation } from 'react-i18next';
import { StatusBadge } from '@/components/status-badge';
import type { JobStatus, Schemas } from '@/lib/api/client';
import { formatNumber } from '@/lib/format';
import classes from './statistics.module.css';

const STATUSES: JobStatus[] = ['completed', 'processing', 'pending', 'failed', 'cancelled'];

export function StatusBars({ jobs }: { jobs: Schemas['Stats']['jobs'] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.bars} aria-label={t('statistics.perStatus')}>
      {STATUSES.map((status) => (
        <li key={status}>
          <StatusBadge status={status} />
          <span className={classes.track} aria-hidden>
            <span
              data-status={status}
              style={{
                width: `${jobs.total > 0 ? (jobs[status] / jobs.total) * 100 : 0}%`,
              }}
            />
          </span>
          <strong>{formatNumber(jobs[status])}</strong>
        </li>
      ))}
    </ul>
  );
}
