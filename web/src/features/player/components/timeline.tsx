import { useElementSize } from '@mantine/hooks';
import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';
import { useStore } from '@/lib/store';
import { density } from '../density';
import type { Playhead } from '../playhead';
import { apart, gapAt, within, type Stretch } from '../unread-marks';
import classes from './timeline.module.css';

const SLOT_PX = 5;
const HEIGHT = 28;
/** Least width of a stretch, and the width of the mark of a place. */
const GAP_PX = 7;
const PLACE_PX = 10;

/** A stretch that could not be read, with what is said of it. */
export interface Gap extends Stretch {
  reason: 'blurred' | 'dark';
  title: string;
}

/** A moment that is marked, with what is said of it. */
export interface Mark {
  time: number;
  title: string;
}

interface Props<T extends Stretch> {
  playhead: Playhead;
  detections: readonly Detection[];
  gaps: readonly Gap[];
  places: readonly Mark[];
  /** Where the chosen label was in the picture; null while none is chosen. */
  spans: readonly T[] | null;
  /** One of them was pointed at, at a moment. */
  onSpan: (span: T, time: number) => void;
}

interface UnreadProps {
  gaps: readonly Gap[];
  places: readonly Mark[];
  share: (seconds: number) => string;
}

function Unread({ gaps, places, share }: UnreadProps) {
  return (
    <>
      {gaps.map(({ from, to, reason, title }, index) => (
        <div
          key={from}
          className={classes.gap}
          data-gap={index}
          data-reason={reason}
          title={title}
          style={{
            // What is drawn wider than it is does not leave the timeline.
            left: `min(${share(from)}, 100% - ${GAP_PX}px)`,
            right: `calc(100% - ${share(to)})`,
            minWidth: GAP_PX,
          }}
        />
      ))}
      {places.map(({ time, title }, index) => (
        <div
          key={time}
          className={classes.place}
          data-place={index}
          title={title}
          style={{ left: share(time) }}
        />
      ))}
    </>
  );
}

/** Where in the video something was read or could not be, with the present moment; a click goes there. */
export function Timeline<T extends Stretch>(props: Props<T>) {
  const { playhead, detections, gaps, places, spans, onSpan } = props;
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const duration = useStore(playhead.state, (state) => state.duration);
  const time = useStore(playhead.state, (state) => state.time);
  const slots = Math.max(1, Math.floor(width / SLOT_PX));
  const marks = useMemo(() => density(detections, duration, slots), [detections, duration, slots]);
  const shownPlaces = useMemo(
    () => apart(places, duration / Math.max(width / PLACE_PX, 1)),
    [places, duration, width],
  );
  const dragged = useRef(false);
  const lane = spans !== null && duration > 0;
  const share = (seconds: number) => `${duration > 0 ? Math.min(seconds / duration, 1) * 100 : 0}%`;

  const momentAt = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>) => {
    const place = currentTarget.getBoundingClientRect();
    return Math.min(Math.max((clientX - place.left) / place.width, 0), 1) * duration;
  };
  const onPress = (event: PointerEvent<HTMLDivElement>) => {
    const { dataset } = event.target as HTMLElement;
    const span = spans?.[Number(dataset.span)];
    const place = shownPlaces[Number(dataset.place)];
    // A span or a place is pressed; everywhere else a press may become a drag.
    dragged.current = !span && !place;
    if (span) {
      onSpan(span, momentAt(event));
    } else if (place) {
      playhead.seek(place.time);
    } else {
      event.currentTarget.setPointerCapture(event.pointerId);
      // A short stretch is drawn wider than it is.
      playhead.seek(within(gaps[Number(dataset.gap)], momentAt(event)));
    }
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
      aria-valuetext={[formatMoment(time), gapAt(gaps, time)?.title].filter(Boolean).join(', ')}
      data-lane={lane || undefined}
      data-places={places.length > 0 || undefined}
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
      {duration > 0 && <Unread gaps={gaps} places={shownPlaces} share={share} />}
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
