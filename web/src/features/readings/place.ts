import type { Quad } from '@/lib/api/client';
import type { Size } from '@/lib/size';
import { middle } from './selection';

const ROWS = ['upper', 'middle', 'lower'] as const;
const COLUMNS = ['Left', 'Centre', 'Right'] as const;
export type PlaceName = `${(typeof ROWS)[number]}${(typeof COLUMNS)[number]}`;

const third = (share: number) => Math.min(2, Math.max(0, Math.floor(share * 3)));

/** Where in the picture a label is, by thirds. */
export function placeName(quad: Quad, picture: Size): PlaceName {
  const [x = 0, y = 0] = middle(quad);
  const row = ROWS[third(y / picture.height)] ?? 'middle';
  return `${row}${COLUMNS[third(x / picture.width)] ?? 'Centre'}`;
}
