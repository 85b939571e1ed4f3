import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/lib/api/client';
import { showError } from '@/components/show-error';
import { visible } from '@/lib/safe-text';
import {
  useCancelJob,
  useDeleteJob,
  useRestoreJob,
  useRetryJob,
  useScanAgain,
} from '../api/job-actions';

/** Time to change one's mind, at most: the server says until when it can be undone. */
const UNDO_MS_MAX = 12_000;

/** The actions of a job with what they say afterwards. */
export function useJobCommands(job: Job, onDeleted?: () => void) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const cancel = useCancelJob();
  const retry = useRetryJob();
  const remove = useDeleteJob();
  const restore = useRestoreJob();
  const scanAgain = useScanAgain();
  const name = visible(job.video_name);
  const failed = (error: Error) => showError(t, error);

  const offerUndo = (until: string) => {
    const id = `undo-${job.id}`;
    const undo = () => {
      notifications.hide(id);
      restore.mutate(job.id, { onError: failed });
    };
    notifications.show({
      id,
      autoClose: Math.max(1_000, Math.min(Date.parse(until) - Date.now(), UNDO_MS_MAX)),
      withBorder: true,
      closeButtonProps: { 'aria-label': t('common.close') },
      message: (
        <span style={{ display: 'flex', alignItems: 'center', gap: 12 }}>
          <span style={{ flex: 1, minWidth: 0 }}>{t('jobs.deleted', { name })}</span>
          <Button size="sm" variant="light" onClick={undo}>
            {t('jobs.undo')}
          </Button>
        </span>
      ),
    });
  };

  return {
    cancel: () => cancel.mutate(job.id, { onError: failed }),
    retry: () => retry.mutate(job.id, { onError: failed }),
    scanAgain: () =>
      scanAgain.mutate(job.id, {
        onError: failed,
        onSuccess: (answer) =>
          void navigate({ to: '/jobs/$jobId', params: { jobId: answer.job.id } }),
      }),
    remove: () =>
      remove.mutate(job.id, {
        onError: failed,
        onSuccess: (removed) => {
          offerUndo(removed.undo_until);
          onDeleted?.();
        },
      }),
  };
}
