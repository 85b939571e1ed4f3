import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job, Quad } from '@/lib/api/client';
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
  selected: number | null;
  /** Places that could not be read. */
  places: readonly { time: number; quad: Quad | null }[];
  boxes: boolean;
  onSelect: (detectionId: number) => void;
}

/** The picture and the boxes over it. Frames stand in where the browser cannot play the video. */
export function Stage(props: Props) {
  const { job, playhead, frames, selected, places, boxes, onSelect } = props;
  const { t } = useTranslation();
  const [unplayable, setUnplayable] = useState(!job.video.available);
  const [picture, setPicture] = useState({ width: 16, height: 9 });
  return (
    <div className={classes.stage} data-mode={unplayable ? 'frames' : 'video'}>
      <div className={classes.screen}>
        {unplayable ? (
          <FrameStage job={job} playhead={playhead} frames={frames} onPicture={setPicture} />
        ) : (
          <VideoStage
            job={job}
            playhead={playhead}
            onPicture={setPicture}
            onUnplayable={() => setUnplayable(true)}
          />
        )}
        {boxes && (
          <Overlay
            playhead={playhead}
            frames={frames}
            picture={picture}
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
