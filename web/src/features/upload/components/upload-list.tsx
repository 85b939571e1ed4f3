import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/keys';
import { useStore } from '@/lib/store';
import { dropUpload, isActive, onUploaded, uploads } from '../queue';
import { UploadRow } from './upload-row';
import classes from './upload-list.module.css';

/** How long a finished upload stays, before the job below stands for it. */
const DONE_STAYS_MS = 2_500;

export function UploadList() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useStore(uploads, (all) => all);
  const sending = list.some(isActive);

  useEffect(
    () =>
      onUploaded((job) => {
        client.setQueryData(keys.job(job.id), job);
        void client.invalidateQueries({ queryKey: keys.jobs });
      }),
    [client],
  );

  useEffect(() => {
    const timers = list
      .filter((one) => one.state === 'done')
      .map((one) => setTimeout(() => dropUpload(one.id), DONE_STAYS_MS));
    return () => timers.forEach(clearTimeout);
  }, [list]);

  useEffect(() => {
    if (!sending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [sending]);

  if (list.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('upload.list')}>
      {list.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
    </ul>
  );
}
