import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item, Quad } from '@/lib/api/client';
import { useStore } from '@/lib/store';
import { createBoxFinder } from '../boxes';
import { drawnItems } from '../drawn-items';
import type { Playhead } from '../playhead';
import type { SampledFrame } from '../sampled-frames';
import { placeTags } from '../tags';
import { ItemShape } from './item-shape';
import { TagShape } from './tag-shape';
import classes from './overlay.module.css';

interface Props {
  playhead: Playhead;
  frames: SampledFrame[];
  picture: { width: number; height: number };
  items: ReadonlyMap<string, Item>;
  /** The label that is chosen, and the reading. */
  item: string | null;
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
  const { playhead, frames, picture, items, item, selected, places, onSelect } = props;
  const { t } = useTranslation();
  const { ref, width, height } = useElementSize();
  const time = useStore(playhead.state, (state) => state.time);
  const playing = useStore(playhead.state, (state) => state.playing);
  const boxesAt = useMemo(() => createBoxFinder(frames), [frames]);
  const boxes = boxesAt(time);
  const drawn = drawnItems(boxes, items);
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const unread = playing ? [] : places.filter((one) => Math.abs(one.time - time) < AT_MOMENT);
  const pixel = 1 / (Math.min(width / picture.width, height / picture.height) || 1);
  const chosen = drawn.filter(
    (one) => one.key === item || one.boxes.some(({ detection }) => detection.id === selected),
  );
  const wanted = new Set([...chosen.map(({ key }) => key), pointedAt ?? '']);
  const tags = placeTags(drawn, { ...picture, pixel }, wanted);
  return (
    <div ref={ref} className={classes.overlay}>
      <svg
        className={classes.drawing}
        viewBox={`0 0 ${picture.width} ${picture.height}`}
        preserveAspectRatio="xMidYMid meet"
        role="group"
        aria-label={t('player.boxes', { count: drawn.length })}
        data-boxes={drawn.length}
      >
        {unread.map(
          ({ quad }, index) => quad && <PlaceShape key={index} points={quad.join(' ')} />,
        )}
        {drawn.map((one) => (
          <ItemShape
            key={one.key}
            drawn={one}
            selected={chosen.includes(one)}
            onSelect={onSelect}
            onPoint={setPointedAt}
          />
        ))}
        {Array.from(tags, ([key, tag]) => (
          <TagShape key={key} tag={tag} pixel={pixel} of={key} />
        ))}
      </svg>
    </div>
  );
}
