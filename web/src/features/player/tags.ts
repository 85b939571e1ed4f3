import { formatConfidence } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import type { DrawnItem } from './drawn-items';

/** What is said of a label beside its box, in the picture's pixels. */
export interface Tag extends Area {
  text: string;
}

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
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

function around(points: readonly (readonly number[])[]): Area {
  const xs = points.map(([x]) => x ?? 0);
  const ys = points.map(([, y]) => y ?? 0);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const common = (a: Area, b: Area) =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

function textOfTag({ text, confidence }: DrawnItem): string {
  const whole = visible(text);
  const short = whole.length > TEXT_MAX ? `${whole.slice(0, TEXT_MAX - 1)}…` : whole;
  return confidence === null ? short : `${short} ${formatConfidence(confidence)}`;
}

/** Above, below and at both sides of a label; those that would leave the picture are moved in. */
function placesFor(drawn: DrawnItem, picture: Picture): Tag[] {
  const { pixel } = picture;
  const text = textOfTag(drawn);
  const letters = text.length + (text.match(WIDE)?.length ?? 0);
  const width = (letters * FONT_PX * LETTER + 12) * pixel;
  const height = HEIGHT_PX * pixel;
  const margin = MARGIN_PX * pixel;
  const label = around(drawn.boxes.flatMap(({ quad }) => quad));
  const middle = label.y + (label.height - height) / 2;
  const within = (x: number, y: number): Tag => ({
    x: Math.max(0, Math.min(x, picture.width - width)),
    y: Math.max(0, Math.min(y, picture.height - height)),
    width,
    height,
    text,
  });
  return [
    within(label.x, label.y - height - margin),
    within(label.x, label.y + label.height + margin),
    within(label.x + label.width + margin, middle),
    within(label.x - width - margin, middle),
  ];
}

/**
 * Tags of as many labels as have room for one that covers neither a box nor another tag. The one
 * that is chosen or pointed at comes first and has its tag in any case, where it covers least.
 */
export function placeTags(
  drawn: readonly DrawnItem[],
  picture: Picture,
  wanted: ReadonlySet<string>,
): Map<string, Tag> {
  const boxes = drawn.flatMap((one) => one.boxes.map(({ quad }) => ({ of: one, ...around(quad) })));
  const rank = ({ key, confidence }: DrawnItem) => (wanted.has(key) ? 2 : (confidence ?? 0));
  const placed = new Map<string, Tag>();
  for (const one of [...drawn].sort((a, b) => rank(b) - rank(a))) {
    const tags = [...placed.values()];
    /** Its own text is what a tag must cover least of all. */
    const covered = (tag: Tag) =>
      boxes.reduce((sum, box) => sum + common(tag, box) * (box.of === one ? 4 : 1), 0) +
      tags.reduce((sum, other) => sum + common(tag, other) * 4, 0);
    const places = placesFor(one, picture).map((tag) => ({ tag, covers: covered(tag) }));
    const best = places.reduce((a, b) => (b.covers < a.covers ? b : a));
    if (best.covers === 0 || wanted.has(one.key)) placed.set(one.key, best.tag);
  }
  return placed;
}
