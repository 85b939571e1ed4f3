import { useTranslation } from 'react-i18next';
import { formatDuration, formatNumber, formatSpeed } from '@/lib/format';
import type { Upload } from '../queue';
import classes from './upload-progress.module.css';

export function UploadProgress({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const share = upload.file.size > 0 ? upload.sentBytes / upload.file.size : 0;
  const { bytesPerSecond } = upload;
  const remaining =
    bytesPerSecond > 0 ? (upload.file.size - upload.sentBytes) / bytesPerSecond : null;
  const words = {
    waiting: t('upload.waiting'),
    storing: t('upload.storing'),
    sending:
      remaining === null
        ? t('upload.sending')
        : `${formatSpeed(bytesPerSecond)} · ${t('jobs.remaining', { time: formatDuration(remaining) })}`,
  };
  return (
    <div className={classes.root}>
      <progress
        className={classes.bar}
        max={1}
        value={upload.state === 'waiting' ? 0 : share}
        aria-label={t('upload.progressOf', { name: upload.file.name })}
      />
      <div className={classes.text}>
        <span>{words[upload.state as keyof typeof words]}</span>
        <strong>{formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })}</strong>
      </div>
    </div>
  );
}
