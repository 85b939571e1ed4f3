import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { useSystem } from '@/lib/api/get-system';
import { formatBytes } from '@/lib/format';
import { retryUpload, type Upload } from '../queue';
import { SeenBefore } from './seen-before';
import classes from './upload-outcome.module.css';

function Refused({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const { data: system } = useSystem();
  const extensions = system?.limits.extensions.map((one) => `.${one.replace(/^\./, '')}`).join(' ');
  const size = system ? formatBytes(system.limits.upload_bytes_max) : '';
  return (
    <p className={classes.refused} role="alert">
      <strong>{t(`upload.refused.${upload.refusal ?? 'type'}`)}</strong>{' '}
      {t(`upload.refusedAdvice.${upload.refusal ?? 'type'}`, { extensions, size })}
    </p>
  );
}

/** How an upload ended, and what can be done now. */
export function UploadOutcome({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const { job } = upload;
  if (upload.state === 'refused') return <Refused upload={upload} />;
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
  return (
    <ErrorNote error={upload.error} reference={upload.id} onRetry={() => retryUpload(upload.id)} />
  );
}
