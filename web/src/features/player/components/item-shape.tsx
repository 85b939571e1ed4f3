import { confidenceLevel } from '@/lib/confidence';
import type { DrawnItem } from '../drawn-items';
import classes from './overlay.module.css';

interface Props {
  drawn: DrawnItem;
  selected: boolean;
  onSelect: (detectionId: number) => void;
  onPoint: (key: string | null) => void;
}

/** The outlines of one label: of its text, or of a code and its print. */
export function ItemShape({ drawn, selected, onSelect, onPoint }: Props) {
  return drawn.boxes.map(({ detection, quad, estimated }) => {
    const points = quad.map((point) => point.join(',')).join(' ');
    return (
      <g
        key={detection.id}
        className={classes.box}
        data-level={confidenceLevel(drawn.confidence ?? detection.confidence)}
        data-estimated={estimated || undefined}
        data-selected={selected || undefined}
        data-detection={detection.id}
        onClick={() => onSelect(detection.id)}
        onPointerEnter={({ pointerType }) => pointerType === 'mouse' && onPoint(drawn.key)}
        onPointerLeave={() => onPoint(null)}
      >
        <polygon className={classes.halo} points={points} />
        <polygon className={classes.outline} points={points} />
      </g>
    );
  });
}
