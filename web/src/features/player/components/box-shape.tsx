import { confidenceLevel } from '@/lib/confidence';
import { formatConfidence } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import type { Box } from '../boxes';
import classes from './overlay.module.css';

const TEXT_MAX = 28;
const FONT_PX = 12;
const PLATE_PX = 20;
/** Width of a letter of the monospaced face, in sizes of it. */
const LETTER = 0.61;

interface Props {
  box: Box;
  /** How many of the picture's pixels one pixel of the screen is. */
  pixel: number;
  picture: { width: number; height: number };
  selected: boolean;
  named: boolean;
  onSelect: (detectionId: number) => void;
}

export function BoxShape({ box, pixel, picture, selected, named, onSelect }: Props) {
  const { detection, quad } = box;
  const points = quad.map((point) => point.join(',')).join(' ');
  const whole = visible(detection.text);
  const text = whole.length > TEXT_MAX ? `${whole.slice(0, TEXT_MAX - 1)}…` : whole;
  const label = `${text}  ${formatConfidence(detection.confidence)}`;
  const width = (label.length * FONT_PX * LETTER + 12) * pixel;
  const height = PLATE_PX * pixel;
  const left = Math.min(...quad.map(([x]) => x ?? 0));
  const top = Math.min(...quad.map(([, y]) => y ?? 0));
  const bottom = Math.max(...quad.map(([, y]) => y ?? 0));
  // Above the label where there is room, and never outside the picture.
  const x = Math.max(0, Math.min(left, picture.width - width));
  const y = top - height - 4 * pixel >= 0 ? top - height - 4 * pixel : bottom + 4 * pixel;
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
      {named && (
        <>
          <rect
            className={classes.plate}
            x={x}
            y={y}
            width={width}
            height={height}
            rx={4 * pixel}
          />
          <text
            className={classes.text}
            x={x + 6 * pixel}
            y={y + height / 2}
            fontSize={FONT_PX * pixel}
          >
            {label}
          </text>
        </>
      )}
    </g>
  );
}
