import { FONT_PX, type Tag } from '../tags';
import classes from './overlay.module.css';

/** What is said of a label, beside it. `pixel`: how many of the picture's are one of the screen. */
export function TagShape({ tag, pixel, of }: { tag: Tag; pixel: number; of: string }) {
  return (
    <g className={classes.tag} data-tag={of}>
      <rect
        className={classes.plate}
        x={tag.x}
        y={tag.y}
        width={tag.width}
        height={tag.height}
        rx={4 * pixel}
      />
      <text
        className={classes.text}
        x={tag.x + 6 * pixel}
        y={tag.y + tag.height / 2}
        fontSize={FONT_PX * pixel}
      >
        {tag.text}
      </text>
    </g>
  );
}
