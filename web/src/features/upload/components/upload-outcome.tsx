import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { retryUpload, type Upload } from '../queue';
import { useLimits } from '../use-limits';
import { SeenBefore } from './seen-before';
import classes from './upload-outcome.module.css';

/** How an upload ended, and what can be done now. */
export function UploadOutcome({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const limits = useLimits();
  const { job } = upload;
  if (upload.state === 'seen' && job) return <SeenBefore upload={upload} job={job} />;
  if (upload.state === 'done' && job) {
    return (
      <p className={classes.done}>
        <IconCircleCheck size={18} aria-hidden />
        {t('upload.done')}
        <Button component={Link} to={`/jobs/${job.id}`} size="xs" variant="subtle">
          {t('upload.watch')}
        </Button>
      </p>
    );
  }
  return <ErrorNote error={upload.error} values={limits} onRetry={() => retryUpload(upload.id)} />;
}
