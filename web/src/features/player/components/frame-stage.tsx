import { useEffect, useState } from 'react';
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
    const [shown, setShown] = useState<string | null>(null);
    const index = useStore(playhead.state, ({ time }) => Math.max(0, frameIndexAt(frames, time)));
    const frame = frames[index];
    const url = frame ? frameUrl(job.id, frame.frameNumber) : null;

    useEffect(() => {
        const driver = createFrameDriver(() => frames, playhead);
        const detach = playhead.attach(driver);
        playhead.report({ duration: frames.at(-1)?.timestamp ?? 0 });
        return () => {
            detach();
            driver.pause();
        };
    }, [playhead, frames]);

    return (
        <>
            {url && (
                <img
                    className={classes.picture}
                    src={url}
                    alt={t('player.frame', { number: frame?.frameNumber ?? 0 })}
                    onLoad={({ currentTarget }) => {
                        setShown(url);
                        onPicture({
                            width: currentTarget.naturalWidth,
                            height: currentTarget.naturalHeight,
                        });
                    }}
                />
            )}
            <div className={classes.note} role="status" data-shown={shown === url || undefined}>
                <span>
                    {job.video.available ? t('player.cannotPlay') : t('player.videoRemoved')}{' '}
                    {frames.length === 0 && t('player.noFrames')}
                </span>
            </div>
        </>
    );
}
