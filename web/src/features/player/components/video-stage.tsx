import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/lib/api/client';
import { videoUrl } from '@/lib/api/addresses';
import { createVideoDriver } from '../video-driver';
import type { Playhead } from '../playhead';
import classes from './stage.module.css';

interface Props {
  job: Job;
  playhead: Playhead;
  onPicture: (size: { width: number; height: number }) => void;
  onUnplayable: () => void;
}

export function VideoStage({ job, playhead, onPicture, onUnplayable }: Props) {
  const { t } = useTranslation();
  const ref = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    const driver = createVideoDriver(video, playhead);
    const detach = playhead.attach(driver);
    return () => {
      detach();
      driver.stop();
    };
  }, [playhead]);

  return (
    <video
      ref={ref}
      className={classes.picture}
      src={videoUrl(job.id)}
      aria-label={t('player.video', { name: job.video_name })}
      preload="auto"
      playsInline
      disableRemotePlayback
      onClick={playhead.toggle}
      onLoadedMetadata={(event) => {
        const { videoWidth, videoHeight } = event.currentTarget;
        // Sound without a picture: the browser knows the container, not the codec.
        if (videoWidth === 0) onUnplayable();
        else onPicture({ width: videoWidth, height: videoHeight });
      }}
      onResize={(event) => {
        const { videoWidth, videoHeight } = event.currentTarget;
        if (videoWidth > 0) onPicture({ width: videoWidth, height: videoHeight });
      }}
      onError={onUnplayable}
    />
  );
}
