import { formatConfidence } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import type { Box } from './boxes';

/** The sign beside a box that says what was read, in the picture's pixels. */
export interface Plate {
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
}

export interface Picture {
  width: number;
  height: number;
  /** How many of its pixels one pixel of the screen is. */
  pixel: number;
}

const TEXT_MAX = 28;
export const FONT_PX = 12;
const HEIGHT_PX = 20;
const MARGIN_PX = 4;
/** Width of a letter of the monospaced face, in sizes of it; Han, Kana and Hangul take two. */
const LETTER = 0.61;
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/gu;

function plateOf({ detection, quad }: Box, { width: right, pixel }: Picture): Plate {
  const whole = visible(detection.text);
  const short = whole.length > TEXT_MAX ? `${whole.slice(0, TEXT_MAX - 1)}…` : whole;
  const text = `${short}  ${formatConfidence(detection.confidence)}`;
  const letters = text.length + (text.match(WIDE)?.length ?? 0);
  const width = (letters * FONT_PX * LETTER + 12) * pixel;
  const height = HEIGHT_PX * pixel;
  const xs = quad.map(([x]) => x ?? 0);
  const ys = quad.map(([, y]) => y ?? 0);
  const above = Math.min(...ys) - height - MARGIN_PX * pixel;
  return {
    // Above the label where there is room, and never outside the picture.
    x: Math.max(0, Math.min(...xs, right - width)),
    y: above >= 0 ? above : Math.max(...ys) + MARGIN_PX * pixel,
    width,
    height,
    text,
  };
}

const overlap = (a: Plate, b: Plate) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Signs for as many boxes as can have one without covering each other; the chosen one first. */
export function placePlates(
  boxes: readonly Box[],
  picture: Picture,
  selected: number | null,
): Map<number, Plate> {
  const rank = ({ detection }: Box) => (detection.id === selected ? 2 : detection.confidence);
  const placed = new Map<number, Plate>();
  for (const box of [...boxes].sort((a, b) => rank(b) - rank(a))) {
    const plate = plateOf(box, picture);
    const free = ![...placed.values()].some((other) => overlap(plate, other));
    if (free) placed.set(box.detection.id, plate);
  }
  return placed;
}
