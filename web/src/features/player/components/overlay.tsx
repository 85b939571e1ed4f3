import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '@/lib/store';
import { createBoxFinder } from '../boxes';
import type { Playhead } from '../playhead';
import type { SampledFrame } from '../sampled-frames';
import { BoxShape } from './box-shape';
import classes from './overlay.module.css';

/** Above this, texts would cover the picture; the chosen one is always named. */
const NAMED_MAX = 8;

interface Props {
  playhead: Playhead;
  frames: SampledFrame[];
  picture: { width: number; height: number };
  selected: number | null;
  onSelect: (detectionId: number) => void;
}

/**
 * The boxes, in the picture's own pixels. The drawing is fitted by the same rule as the picture
 * ("contain", centred), so no size, rotation or zoom can move one against the other.
 */
export function Overlay({ playhead, frames, picture, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const { ref, width, height } = useElementSize();
  const time = useStore(playhead.state, (state) => state.time);
  const boxesAt = useMemo(() => createBoxFinder(frames), [frames]);
  const boxes = boxesAt(time);
  const scale = Math.min(width / picture.width, height / picture.height) || 1;
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
        {boxes.map((box) => (
          <BoxShape
            key={box.detection.id}
            box={box}
            pixel={1 / scale}
            picture={picture}
            selected={box.detection.id === selected}
            named={boxes.length <= NAMED_MAX || box.detection.id === selected}
            onSelect={onSelect}
          />
        ))}
      </svg>
    </div>
  );
}
