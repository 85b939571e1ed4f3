import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/lib/api/client';
import { frameUrl } from '@/lib/api/addresses';
import { useStore } from '@/lib/store';
import { createFrameDriver } from '../frame-driver';
import type { Playhead } from '../playhead';
import { frameIndexAt, type SampledFrame } from '../sampled-frames';
import classes from './stage.module.css';

interface Props {
  job: Job;
  playhead: Playhead;
  frames: SampledFrame[];
  onPicture: (size: { width: number; height: number }) => void;
}

/** The frames in which something was read, one by one: what can always be shown. */
export function FrameStage({ job, playhead, frames, onPicture }: Props) {
  const { t } = useTranslation();
  const index = useStore(playhead.state, ({ time }) => Math.max(0, frameIndexAt(frames, time)));
  const frame = frames[index];

  useEffect(() => {
    const driver = createFrameDriver(() => frames, playhead);
    const detach = playhead.attach(driver);
    playhead.report({ duration: frames.at(-1)?.timestamp ?? 0 });
    return () => {
      detach();
      driver.pause();
    };
  }, [playhead, frames]);

  if (!frame) return null;
  return (
    <img
      className={classes.picture}
      src={frameUrl(job.id, frame.frameNumber)}
      alt={t('player.frame', { number: frame.frameNumber })}
      onLoad={({ currentTarget }) =>
        onPicture({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
      }
    />
  );
}
