import { useTranslation } from 'react-i18next';
import type { Quad } from '@/lib/api/client';
import type { Size } from '@/lib/size';
import { placeName } from '../place';
import classes from './place-mark.module.css';

/** Pixels of the longer side. */
const SIZE_PX = 26;
/** Least size of the mark, as a share of the longer side. */
const MARK_MIN = 0.18;

/** The picture in little, with the place of a label in it. */
export function PlaceMark({ quad, picture }: { quad: Quad; picture: Size }) {
  const { t } = useTranslation();
  const longer = Math.max(picture.width, picture.height);
  const least = longer * MARK_MIN;
  const xs = quad.map(([x]) => x ?? 0);
  const ys = quad.map(([, y]) => y ?? 0);
  const width = Math.max(Math.max(...xs) - Math.min(...xs), least);
  const height = Math.max(Math.max(...ys) - Math.min(...ys), least);
  const clamped = (middle: number, size: number, whole: number) =>
    Math.max(0, Math.min(middle - size / 2, whole - size));
  const name = t(`readings.places.${placeName(quad, picture)}`);
  return (
    <svg
      className={classes.mark}
      role="img"
      aria-label={name}
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      width={(SIZE_PX * picture.width) / longer}
      height={(SIZE_PX * picture.height) / longer}
    >
      <title>{name}</title>
      <rect
        className={classes.frame}
        width={picture.width}
        height={picture.height}
        rx={longer / 16}
      />
      <rect
        className={classes.spot}
        x={clamped((Math.max(...xs) + Math.min(...xs)) / 2, width, picture.width)}
        y={clamped((Math.max(...ys) + Math.min(...ys)) / 2, height, picture.height)}
        width={width}
        height={height}
        rx={longer / 40}
      />
    </svg>
  );
}
