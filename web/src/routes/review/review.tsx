import { ActionIcon, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JobHeader } from '@/features/jobs/components/job-header';
import { JobState } from '@/features/jobs/components/job-state';
import { Controls } from '@/features/player/components/controls';
import { Stage } from '@/features/player/components/stage';
import { Timeline } from '@/features/player/components/timeline';
import { CsvButton } from '@/features/readings/components/csv-button';
import type { Size } from '@/lib/size';
import type { Item, Job } from '@/lib/api/client';
import { ReviewPanel } from './review-panel';
import { ShortcutsDialog } from './shortcuts-dialog';
import { useUnreadMarks } from './use-unread-marks';
import { useReview } from './use-review';
import { moveSelection, useReviewKeys } from './use-review-keys';
import classes from './review.module.css';

const NO_ITEMS: ReadonlyMap<string, Item> = new Map();

/** The picture on one side, what was read on the other, in step. */
export function Review({ job }: { job: Job }) {
  const { t } = useTranslation();
  const review = useReview(job);
  const [boxes, setBoxes] = useState(true);
  const [picture, setPicture] = useState<Size | null>(null);
  const [help, { open, close }] = useDisclosure();
  useReviewKeys(review, open);
  const { playhead } = review;
  const { gaps, places } = useUnreadMarks(review.unread);
  // A video that could not be opened has neither pictures nor readings.
  const nothing = job.status === 'failed' && job.detections_count === 0;
  return (
    <div className={classes.page}>
      <JobHeader
        job={job}
        actions={
          <>
            <Tooltip label={`${t('keys.title')} (?)`}>
              <ActionIcon
                variant="subtle"
                color="gray"
                className={classes.help}
                aria-label={t('keys.title')}
                onClick={open}
              >
                <IconKeyboard size={20} />
              </ActionIcon>
            </Tooltip>
            {job.detections_count > 0 && (
              <CsvButton jobId={job.id} withLabels={job.items_count > 0} />
            )}
          </>
        }
      />
      {nothing && (
        <div className={classes.nothing}>
          <JobState job={job} />
        </div>
      )}
      {!nothing && (
        <div className={classes.body}>
          <section className={classes.picture} aria-label={t('player.label')}>
            <div className={classes.state}>
              <JobState job={job} />
            </div>
            <div className={classes.stage}>
              <Stage
                job={job}
                playhead={playhead}
                frames={review.frames}
                // Beside single readings a box says what its reading does, not what its label does.
                items={review.tab === 'labels' ? review.itemsById : NO_ITEMS}
                item={review.item?.id ?? null}
                selected={review.selected?.id ?? null}
                places={review.unread.places}
                boxes={boxes}
                picture={picture}
                onPicture={setPicture}
                onSelect={review.chooseBox}
              />
            </div>
            <div className={classes.bar}>
              <Timeline
                playhead={playhead}
                detections={review.all.rows}
                gaps={gaps}
                places={places}
                spans={review.spans}
                onSpan={review.chooseInSpan}
              />
              <Controls
                playhead={playhead}
                boxes={boxes}
                onBoxes={setBoxes}
                onPrevious={() => moveSelection(review, -1)}
                onNext={() => moveSelection(review, 1)}
              />
            </div>
          </section>
          <ReviewPanel review={review} picture={picture} />
        </div>
      )}
      <ShortcutsDialog opened={help} onClose={close} />
    </div>
  );
}
