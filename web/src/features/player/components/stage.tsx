import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Size } from '@/lib/size';
import type { Item, Job, Quad } from '@/lib/api/client';
import type { Playhead } from '../playhead';
import type { SampledFrame } from '../sampled-frames';
import { FrameStage } from './frame-stage';
import { Overlay } from './overlay';
import { VideoStage } from './video-stage';
import classes from './stage.module.css';

const NO_PLACES: Props['places'] = [];

interface Props {
  job: Job;
  playhead: Playhead;
  frames: SampledFrame[];
  items: ReadonlyMap<string, Item>;
  /** The label that is chosen, and the reading. */
  item: string | null;
  selected: number | null;
  /** Places that could not be read. */
  places: readonly { time: number; quad: Quad | null }[];
  boxes: boolean;
  /** Its size, once that is known. */
  picture: Size | null;
  onPicture: (size: Size) => void;
  onSelect: (detectionId: number) => void;
}

/** The picture and the boxes over it. Frames stand in where the browser cannot play the video. */
export function Stage(props: Props) {
  const { job, playhead, frames, items, item, selected, places, boxes, picture } = props;
  const { onPicture, onSelect } = props;
  const { t } = useTranslation();
  const [unplayable, setUnplayable] = useState(!job.video.available);
  return (
    <div className={classes.stage} data-mode={unplayable ? 'frames' : 'video'}>
      <div className={classes.screen}>
        {unplayable ? (
          <FrameStage job={job} playhead={playhead} frames={frames} onPicture={onPicture} />
        ) : (
          <VideoStage
            job={job}
            playhead={playhead}
            onPicture={onPicture}
            onUnplayable={() => setUnplayable(true)}
          />
        )}
        {boxes && picture && (
          <Overlay
            playhead={playhead}
            frames={frames}
            picture={picture}
            items={items}
            item={item}
            selected={selected}
            // Where frames stand in, that of a place may be missing.
            places={unplayable ? NO_PLACES : places}
            onSelect={onSelect}
          />
        )}
      </div>
      {unplayable && (
        <p className={classes.note} role="status">
          {t(
            !job.video.available
              ? 'player.videoRemoved'
              : frames.length > 0
                ? 'player.cannotPlay'
                : 'player.cannotPlayYet',
          )}
        </p>
      )}
    </div>
  );
}
