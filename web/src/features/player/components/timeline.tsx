import { useElementSize } from '@mantine/hooks';
import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';
import { useStore } from '@/lib/store';
import { density } from '../density';
import type { Playhead } from '../playhead';
import classes from './timeline.module.css';

const SLOT_PX = 5;
const HEIGHT = 28;

/** In seconds. */
interface Stretch {
  from: number;
  to: number;
}

interface Props<T extends Stretch> {
  playhead: Playhead;
  detections: readonly Detection[];
  /** Where the chosen label was in the picture; null while none is chosen. */
  spans: readonly T[] | null;
  /** One of them was pointed at, at a moment. */
  onSpan: (span: T, time: number) => void;
}

/** Where in the video something was read, with the present moment; a click goes there. */
export function Timeline<T extends Stretch>({ playhead, detections, spans, onSpan }: Props<T>) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const duration = useStore(playhead.state, (state) => state.duration);
  const time = useStore(playhead.state, (state) => state.time);
  const slots = Math.max(1, Math.floor(width / SLOT_PX));
  const marks = useMemo(() => density(detections, duration, slots), [detections, duration, slots]);
  const dragged = useRef(false);
  const lane = spans !== null && duration > 0;
  const share = (seconds: number) => `${duration > 0 ? Math.min(seconds / duration, 1) * 100 : 0}%`;

  const momentAt = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>) => {
    const place = currentTarget.getBoundingClientRect();
    return Math.min(Math.max((clientX - place.left) / place.width, 0), 1) * duration;
  };
  const onPress = (event: PointerEvent<HTMLDivElement>) => {
    const index = (event.target as HTMLElement).dataset.span;
    const span = index === undefined ? undefined : spans?.[Number(index)];
    // A span is pressed; everywhere else a press may become a drag.
    dragged.current = !span;
    if (span) {
      onSpan(span, momentAt(event));
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    playhead.seek(momentAt(event));
  };
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 1 && dragged.current) playhead.seek(momentAt(event));
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
      data-lane={lane || undefined}
      onPointerDown={onPress}
      onPointerMove={onMove}
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
      {lane && (
        <div className={classes.lane}>
          {spans.map((span, index) => (
            <div
              key={span.from}
              className={classes.span}
              data-span={index}
              title={`${formatMoment(span.from)} – ${formatMoment(span.to)}`}
              style={{ left: share(span.from), right: `calc(100% - ${share(span.to)})` }}
            />
          ))}
        </div>
      )}
      <div className={classes.head} style={{ left: share(time) }} />
    </div>
  );
}
