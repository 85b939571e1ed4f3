import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { JobProgress } from '@/components/job-progress';
import { useSystem } from '@/lib/api/get-system';
import type { Job } from '@/lib/api/client';
import { visible } from '@/lib/safe-text';
import { useRetryJob } from '../api/job-actions';
import classes from './job-state.module.css';

function Waiting() {
  const { t } = useTranslation();
  const { data: system } = useSystem();
  const trouble = system?.workers.trouble;
  return (
    <Alert
      color={trouble ? 'red' : 'gray'}
      icon={trouble ? <IconAlertTriangle /> : <IconClock />}
      title={trouble ? t('review.workersCannotStart') : t('review.waiting')}
    >
      {trouble ? visible(trouble) : t('review.waitingText')}
    </Alert>
  );
}

/** What is to be known about a job besides its readings; nothing for one that simply succeeded. */
export function JobState({ job }: { job: Job }) {
  const { t } = useTranslation();
  const retry = useRetryJob();
  return (
    <div className={classes.root}>
      {job.status === 'pending' && <Waiting />}
      {job.status === 'processing' && <JobProgress job={job} />}
      {job.status === 'failed' && (
        <ErrorNote error={job.error} reference={job.id} onRetry={() => retry.mutate(job.id)} />
      )}
      {job.status === 'cancelled' && (
        <Alert color="gray" icon={<IconInfoCircle />} title={t('review.cancelled')}>
          {t('review.cancelledText')}
        </Alert>
      )}
      {job.warnings.length > 0 && (
        <Alert color="yellow" icon={<IconAlertTriangle />} title={t('review.warnings')}>
          <ul className={classes.warnings}>
            {job.warnings.map((warning) => (
              <li key={warning}>{visible(warning)}</li>
            ))}
          </ul>
        </Alert>
      )}
    </div>
  );
}
