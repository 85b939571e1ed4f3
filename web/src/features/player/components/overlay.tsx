import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Quad } from '@/lib/api/client';
import { useStore } from '@/lib/store';
import { createBoxFinder } from '../boxes';
import { placePlates } from '../plates';
import type { Playhead } from '../playhead';
import type { SampledFrame } from '../sampled-frames';
import { BoxShape } from './box-shape';
import classes from './overlay.module.css';

interface Props {
  playhead: Playhead;
  frames: SampledFrame[];
  picture: { width: number; height: number };
  selected: number | null;
  /** Places that could not be read, drawn while the picture rests at their moment. */
  places: readonly { time: number; quad: Quad | null }[];
  onSelect: (detectionId: number) => void;
}

/** Less than a frame: the picture that is shown is that of the moment. */
const AT_MOMENT = 0.015;

function PlaceShape({ points }: { points: string }) {
  const { t } = useTranslation();
  return (
    <g role="img" aria-label={t('player.unreadPlace')} data-unread>
      <polygon className={classes.halo} points={points} />
      <polygon className={classes.place} points={points} />
    </g>
  );
}

/**
 * The boxes, in the picture's own pixels. The drawing is fitted by the same rule as the picture
 * ("contain", centred), so no size, rotation or zoom can move one against the other.
 */
export function Overlay(props: Props) {
  const { playhead, frames, picture, selected, places, onSelect } = props;
  const { t } = useTranslation();
  const { ref, width, height } = useElementSize();
  const time = useStore(playhead.state, (state) => state.time);
  const playing = useStore(playhead.state, (state) => state.playing);
  const boxesAt = useMemo(() => createBoxFinder(frames), [frames]);
  const boxes = boxesAt(time);
  const unread = playing ? [] : places.filter((one) => Math.abs(one.time - time) < AT_MOMENT);
  const pixel = 1 / (Math.min(width / picture.width, height / picture.height) || 1);
  const plates = placePlates(boxes, { ...picture, pixel }, selected);
  return (
    <div ref={ref} className={classes.overlay}>
      <svg
        className={classes.drawing}
        viewBox={`0 0 ${picture.width} ${picture.height}`}
        preserveAspectRatio="xMidYMid meet"
        role="group"
        aria-label={t('player.boxes', { count: boxes.length })}
        data-boxes={boxes.length}
      >
        {unread.map(
          ({ quad }, index) => quad && <PlaceShape key={index} points={quad.join(' ')} />,
        )}
        {boxes.map((box) => (
          <BoxShape
            key={box.detection.id}
            box={box}
            plate={plates.get(box.detection.id)}
            pixel={pixel}
            selected={box.detection.id === selected}
            onSelect={onSelect}
          />
        ))}
      </svg>
    </div>
  );
}
