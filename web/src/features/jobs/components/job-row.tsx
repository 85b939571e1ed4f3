import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '@/components/error-text';
import { JobProgress } from '@/components/job-progress';
import { StatusBadge } from '@/components/status-badge';
import type { Job } from '@/lib/api/client';
import { formatAgo, formatBytes, formatDateTime } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import { JobMenu } from './job-menu';
import { Poster } from './poster';
import classes from './job-row.module.css';

function Counts({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (job.detections_count > 0) {
    const readings = t('jobs.readings', { count: job.detections_count });
    if (job.items_count === 0) return <span>{readings}</span>;
    return (
      <>
        <span>{t('jobs.labels', { count: job.items_count })}</span>
        <span className={classes.size}>{readings}</span>
      </>
    );
  }
  return job.status === 'completed' ? <span>{t('jobs.noText')}</span> : null;
}

function Failure({ job }: { job: Job }) {
  const { title } = useErrorText(job.error);
  return <span className={classes.failure}>{title}</span>;
}

export function JobRow({ job, now }: { job: Job; now: number }) {
  return (
    <li className={classes.row}>
      <Poster job={job} />
      <div className={classes.body}>
        <Link to="/jobs/$jobId" params={{ jobId: job.id }} className={classes.name}>
          {visible(job.video_name)}
        </Link>
        <div className={classes.meta}>
          <StatusBadge status={job.status} />
          {job.status === 'failed' && <Failure job={job} />}
          <Counts job={job} />
          {job.created_at && (
            <time dateTime={job.created_at} title={formatDateTime(job.created_at)}>
              {formatAgo(job.created_at, now)}
            </time>
          )}
          <span className={classes.size}>{formatBytes(job.video.size_bytes)}</span>
        </div>
      </div>
      <div className={classes.progress}>
        {job.status === 'processing' && <JobProgress job={job} />}
      </div>
      <JobMenu job={job} />
    </li>
  );
}
