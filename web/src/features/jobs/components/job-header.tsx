import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge } from '@/components/status-badge';
import type { Job } from '@/lib/api/client';
import { formatBytes, formatDateTime } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import { JobMenu } from './job-menu';
import classes from './job-header.module.css';

/** Name, state and actions of the job that is looked at. */
export function JobHeader({ job, actions }: { job: Job; actions: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <header className={classes.header}>
      <ActionIcon
        component={Link}
        to="/"
        variant="subtle"
        color="gray"
        className={classes.back}
        aria-label={t('review.back')}
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      <div className={classes.words}>
        <h1 className={classes.name}>{visible(job.video_name)}</h1>
        <div className={classes.meta}>
          <StatusBadge status={job.status} />
          {job.created_at && (
            <span className={classes.detail}>{formatDateTime(job.created_at)}</span>
          )}
          <span className={classes.detail}>{formatBytes(job.video.size_bytes)}</span>
        </div>
      </div>
      {actions}
      <JobMenu job={job} onDeleted={() => void navigate({ to: '/' })} />
    </header>
  );
}
