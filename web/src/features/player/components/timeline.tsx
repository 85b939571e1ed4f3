import { useElementSize } from '@mantine/hooks';
import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';
import { useStore } from '@/lib/store';
import { density } from '../density';
import type { Playhead } from '../playhead';
import classes from './timeline.module.css';

const SLOT_PX = 5;
const HEIGHT = 28;

interface Props {
  playhead: Playhead;
  detections: readonly Detection[];
  /** Span of the chosen label, in seconds. */
  span: [number, number] | null;
}

/** Where in the video something was read, with the present moment; a click goes there. */
export function Timeline({ playhead, detections, span }: Props) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const duration = useStore(playhead.state, (state) => state.duration);
  const time = useStore(playhead.state, (state) => state.time);
  const slots = Math.max(1, Math.floor(width / SLOT_PX));
  const marks = useMemo(() => density(detections, duration, slots), [detections, duration, slots]);
  const share = (seconds: number) => `${duration > 0 ? Math.min(seconds / duration, 1) * 100 : 0}%`;

  const toPointer = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const place = event.currentTarget.getBoundingClientRect();
    const at = Math.min(Math.max((event.clientX - place.left) / place.width, 0), 1);
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    playhead.seek(at * duration);
  };
  const onKey = (event: KeyboardEvent) => {
    const target = {
      Home: 0,
      End: duration,
      PageUp: time - duration / 10,
      PageDown: time + duration / 10,
    };
    if (!(event.key in target)) return;
    event.preventDefault();
    playhead.seek(Math.min(target[event.key as keyof typeof target], duration));
  };
  return (
    <div
      ref={ref}
      className={classes.timeline}
      role="slider"
      tabIndex={0}
      data-timeline
      aria-label={t('player.timeline')}
      aria-valuemin={0}
      aria-valuemax={Math.max(duration, 0)}
      aria-valuenow={Math.min(time, duration)}
      aria-valuetext={formatMoment(time)}
      onPointerDown={toPointer}
      onPointerMove={toPointer}
      onKeyDown={onKey}
    >
      <svg
        className={classes.marks}
        viewBox={`0 0 ${slots} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        {marks.map(({ at, height, level }) => (
          <rect
            key={at}
            x={at * slots + 0.15}
            width={0.7}
            y={HEIGHT - Math.max(6, height * HEIGHT)}
            height={Math.max(6, height * HEIGHT)}
            data-level={level}
          />
        ))}
      </svg>
      {span && duration > 0 && (
        <div
          className={classes.span}
          style={{ left: share(span[0]), right: `calc(100% - ${share(span[1])})` }}
        />
      )}
      <div className={classes.head} style={{ left: share(time) }} />
    </div>
  );
}
