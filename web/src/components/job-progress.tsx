import { useTranslation } from 'react-i18next';
import type { Job } from '@/lib/api/client';
import { formatDuration, formatNumber } from '@/lib/format';
import classes from './job-progress.module.css';

/** How far a job is, in frames and time; nothing is invented while the video is looked through. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const known = job.frames_total > 0;
  const percent = Math.floor(job.progress);
  return (
    <div className={classes.root}>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={t('jobs.progressOf', { name: job.video_name })}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(known && { 'aria-valuenow': percent })}
        data-unknown={!known || undefined}
      >
        <div className={classes.bar} style={{ transform: `scaleX(${job.progress / 100})` }} />
      </div>
      <div className={classes.text}>
        <span>
          {known
            ? t('jobs.frames', {
                read: formatNumber(job.frames_read),
                total: formatNumber(job.frames_total),
              })
            : t('jobs.lookingThrough')}
        </span>
        <span>
          {job.remaining_seconds !== null &&
            t('jobs.remaining', { time: formatDuration(job.remaining_seconds) })}
        </span>
        {known && <strong>{formatNumber(percent / 100, { style: 'percent' })}</strong>}
      </div>
    </div>
  );
}
