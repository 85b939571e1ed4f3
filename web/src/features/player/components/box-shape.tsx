import { confidenceLevel } from '@/lib/confidence';
import type { Box } from '../boxes';
import { FONT_PX, type Plate } from '../plates';
import classes from './overlay.module.css';

interface Props {
  box: Box;
  plate: Plate | undefined;
  /** How many of the picture's pixels one pixel of the screen is. */
  pixel: number;
  selected: boolean;
  onSelect: (detectionId: number) => void;
}

export function BoxShape({ box, plate, pixel, selected, onSelect }: Props) {
  const { detection, quad } = box;
  const points = quad.map((point) => point.join(',')).join(' ');
  return (
    <g
      className={classes.box}
      data-level={confidenceLevel(detection.confidence)}
      data-estimated={box.estimated || undefined}
      data-selected={selected || undefined}
      data-detection={detection.id}
      onClick={() => onSelect(detection.id)}
    >
      <polygon className={classes.halo} points={points} />
      <polygon className={classes.outline} points={points} />
      {plate && (
        <>
          <rect
            className={classes.plate}
            x={plate.x}
            y={plate.y}
            width={plate.width}
            height={plate.height}
            rx={4 * pixel}
          />
          <text
            className={classes.text}
            x={plate.x + 6 * pixel}
            y={plate.y + plate.height / 2}
            fontSize={FONT_PX * pixel}
          >
            {plate.text}
          </text>
        </>
      )}
    </g>
  );
}
