// Proves that boxes are drawn where a label is, move with it, and vanish when it is gone.
import { expect, test } from 'vitest';
import type { Detection } from '@/lib/api/client';
import { createBoxFinder } from './boxes';
import { frameIndexAt, sampledFrames, samplingInterval } from './sampled-frames';

let id = 0;
function reading(timestamp: number, text: string, x: number): Detection {
  id += 1;
  return {
    id,
    job_id: 'j',
    frame_number: Math.round(timestamp * 30),
    timestamp,
    kind: 'text',
    text,
    format: '',
    confidence: 0.9,
    quad: [
      [x, 0],
      [x + 100, 0],
      [x + 100, 20],
      [x, 20],
    ],
    item_id: null,
    source: 'read',
    has_frame: true,
  };
}

const lefts = (boxes: { quad: number[][] }[]) => boxes.map((box) => box.quad[0]?.[0]);

test('a label moves evenly between two frames that were read', () => {
  const boxesAt = createBoxFinder(
    sampledFrames([reading(0, 'LS15 EBC', 0), reading(1, 'LSI5 EBC', 80)]),
  );
  expect(lefts(boxesAt(0))).toEqual([0]);
  expect(lefts(boxesAt(0.5))).toEqual([40]);
  expect(boxesAt(0)[0]?.estimated).toBe(false);
  expect(boxesAt(0.5)[0]?.estimated).toBe(true);
  expect(lefts(boxesAt(1))).toEqual([80]);
});

test('different labels do not swap places', () => {
  const boxesAt = createBoxFinder(
    sampledFrames([
      reading(0, 'A1', 0),
      reading(0, 'B2', 150),
      reading(1, 'B2', 170),
      reading(1, 'A1', 30),
    ]),
  );
  expect(lefts(boxesAt(0.5)).sort()).toEqual([15, 160]);
});

test('a label that is gone stays for half an interval only', () => {
  const frames = [0, 1, 2, 9].map((time) => reading(time, 'A1', 0));
  const boxesAt = createBoxFinder(sampledFrames(frames));
  expect(boxesAt(2.4)).toHaveLength(1);
  expect(boxesAt(5)).toHaveLength(0);
  expect(boxesAt(9)).toHaveLength(1);
  expect(boxesAt(30)).toHaveLength(0);
});

test('the interval is that of the sampling, not of the gaps between labels', () => {
  const frames = sampledFrames([0, 2, 4, 4.5, 5, 9, 9.5].map((time) => reading(time, 'A', 0)));
  expect(samplingInterval(frames)).toBe(0.5);
  expect(frameIndexAt(frames, -1)).toBe(-1);
  expect(frameIndexAt(frames, 4.499)).toBe(3);
  expect(frameIndexAt(frames, 100)).toBe(6);
});
