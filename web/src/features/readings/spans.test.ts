// Proves that sightings become the stretches in which a label was in the picture.
import { expect, test } from 'vitest';
import type { Detection } from '@/lib/api/client';
import { sightingAt, spansOf } from './spans';

const FRAMES_PER_SECOND = 30;

function seen(frame_number: number, kind: Detection['kind'] = 'text'): Detection {
  return {
    id: frame_number * 2 + (kind === 'text' ? 0 : 1),
    job_id: 'j',
    frame_number,
    timestamp: frame_number / FRAMES_PER_SECOND,
    kind,
    text: 'LOT 7',
    format: '',
    confidence: 0.9,
    quad: null,
    item_id: null,
    source: 'read',
    has_frame: true,
  };
}

const frames = (numbers: number[], every: number) =>
  spansOf(
    numbers.map((number) => seen(number)),
    'text',
    every,
  ).map(({ sightings }) => sightings.map((one) => one.frame_number));

test('sightings of successive samples are one span, a return is another', () => {
  expect(frames([0, 30, 60, 150, 180], 30)).toEqual([
    [0, 30, 60],
    [150, 180],
  ]);
  const [first, second] = spansOf(
    [0, 30, 60, 150].map((number) => seen(number)),
    'text',
    30,
  );
  expect(first).toMatchObject({ from: 0, to: 2 });
  expect(second).toMatchObject({ from: 5, to: 5 });
});

test('samples are nearly two steps apart when the sharpest frame of each is read', () => {
  expect(frames([1, 58, 61], 30)).toEqual([[1, 58, 61]]);
  // 32 frames apart, and yet a whole sample lies between them.
  expect(frames([29, 61], 30)).toEqual([[29], [61]]);
});

test('a label that flickers for less than half a second stays in the picture', () => {
  expect(frames([0, 1, 5, 16, 40], 1)).toEqual([[0, 1, 5, 16], [40]]);
});

test('a code and the print beside it are one sighting of a frame, shown by the code', () => {
  const [span] = spansOf([seen(0), seen(0, 'barcode'), seen(6), seen(6, 'barcode')], 'barcode', 6);
  expect(span?.sightings.map(({ id }) => id)).toEqual([1, 13]);
  const [ofText] = spansOf([seen(0, 'barcode'), seen(0)], 'text', 6);
  expect(ofText?.sightings.map(({ id }) => id)).toEqual([0]);
});

test('order does not matter, and nothing gives nothing', () => {
  expect(frames([60, 0, 30], 30)).toEqual([[0, 30, 60]]);
  expect(frames([], 30)).toEqual([]);
});

test('a moment leads to the sighting that is nearest to it', () => {
  const [span] = spansOf(
    [0, 30, 60].map((number) => seen(number)),
    'text',
    30,
  );
  const at = (time: number) => span && sightingAt(span, time).frame_number;
  expect([0, 0.4, 0.6, 1.9, 9].map(at)).toEqual([0, 0, 30, 60, 60]);
});
