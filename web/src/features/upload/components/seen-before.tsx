import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { optionNames } from '@/components/option-names';
import type { Job } from '@/lib/api/client';
import { formatDateTime } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import type { Settings } from '@/lib/scan-options';
import { useScanAgainWith } from '../api/scan-again';
import { differences, type Difference } from '../differences';
import { dropUpload, type Upload } from '../queue';
import classes from './seen-before.module.css';

const OPTION = {
  every: 'options.sampling',
  profile: 'options.profile',
  languages: 'options.languages',
} as const;

/** What the earlier scan did otherwise, a sentence each. */
function Differences({ earlier, wanted }: { earlier: Settings; wanted: Settings }) {
  const { t } = useTranslation();
  const names = optionNames(t);
  const named = ({ every, profile, languages }: Settings): Record<Difference, string> => ({
    every: names.every(every ?? 0),
    profile: profile ? names.profile(profile) : '',
    languages: names.languages(languages ?? ''),
  });
  return (
    <ul className={classes.differences}>
      {differences(earlier, wanted).map((which) => (
        <li key={which}>
          {t('upload.differs', {
            option: t(OPTION[which]),
            earlier: named(earlier)[which],
            wanted: named(wanted)[which],
          })}
        </li>
      ))}
    </ul>
  );
}

/**
 * The same file was scanned already: open that, or read it again with the options chosen now. What
 * comes first is the scan that was asked for: the earlier one only where it was made alike.
 */
export function SeenBefore({ upload, job }: { upload: Upload; job: Job }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const again = useScanAgainWith();
  const open = (id: string) => {
    dropUpload(upload.id);
    void navigate({ to: '/jobs/$jobId', params: { jobId: id } });
  };
  const alike = differences(job.settings, upload.settings).length === 0;
  const time = job.created_at ? formatDateTime(job.created_at) : visible(job.video_name);
  const openIt = (
    <Button
      key="open"
      size="sm"
      variant={alike ? 'filled' : 'default'}
      onClick={() => open(job.id)}
    >
      {t('upload.openIt')}
    </Button>
  );
  const scanIt = (
    <Button
      key="scan"
      size="sm"
      variant={alike ? 'default' : 'filled'}
      loading={again.isPending}
      onClick={() =>
        again.mutate(
          { jobId: job.id, settings: upload.settings },
          { onSuccess: (answer) => open(answer.job.id) },
        )
      }
    >
      {t(alike ? 'upload.scanAgain' : 'upload.scanAsChosen')}
    </Button>
  );
  return (
    <div className={classes.root} role="status">
      <p>{t(alike ? 'upload.seen' : 'upload.seenOtherwise', { time })}</p>
      {!alike && <Differences earlier={job.settings} wanted={upload.settings} />}
      <div className={classes.actions}>{alike ? [openIt, scanIt] : [scanIt, openIt]}</div>
      {again.error && <ErrorNote error={again.error} reference={job.id} />}
    </div>
  );
}
