import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import type { Job } from '@/lib/api/client';
import { formatDateTime } from '@/lib/format';
import { useScanAgainWith } from '../api/scan-again';
import { dropUpload, type Upload } from '../queue';
import classes from './seen-before.module.css';

/** The same file was scanned already: open that, or read it again with the options chosen now. */
export function SeenBefore({ upload, job }: { upload: Upload; job: Job }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const again = useScanAgainWith();
  const open = (id: string) => {
    dropUpload(upload.id);
    void navigate({ to: '/jobs/$jobId', params: { jobId: id } });
  };
  return (
    <div className={classes.root} role="status">
      <p>
        {t('upload.seen', {
          time: job.created_at ? formatDateTime(job.created_at) : job.video_name,
        })}
      </p>
      <div className={classes.actions}>
        <Button size="sm" onClick={() => open(job.id)}>
          {t('upload.openIt')}
        </Button>
        <Button
          size="sm"
          variant="default"
          loading={again.isPending}
          onClick={() =>
            again.mutate(
              { jobId: job.id, settings: upload.settings },
              { onSuccess: (answer) => open(answer.job.id) },
            )
          }
        >
          {t('upload.scanAgain')}
        </Button>
      </div>
      {again.error && <ErrorNote error={again.error} reference={job.id} />}
    </div>
  );
}
