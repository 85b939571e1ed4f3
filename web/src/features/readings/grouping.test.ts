// Proves that one label read in many frames is one card, with its best picture.
import { expect, test } from 'vitest';
import type { Detection } from '@/lib/api/client';
import { groupReadings } from './grouping';

function reading(part: Partial<Detection>): Detection {
  return {
    id: 1,
    job_id: 'j',
    frame_number: 0,
    timestamp: 0,
    kind: 'text',
    text: 'LS15 EBC',
    format: '',
    confidence: 0.5,
    quad: null,
    item_id: null,
    source: 'read',
    has_frame: true,
    ...part,
  };
}

test('look-alike readings are one group, led by the surest', () => {
  const groups = groupReadings([
    reading({ id: 1, timestamp: 1 }),
    reading({ id: 2, timestamp: 2, text: 'lsI5-ebc', confidence: 0.9 }),
    reading({ id: 3, timestamp: 3, text: 'OTHER' }),
  ]);
  expect(groups.map(({ best, count }) => [best.id, count])).toEqual([
    [2, 2],
    [3, 1],
  ]);
  expect(groups[0]).toMatchObject({ firstSeen: 1, lastSeen: 2 });
});

test('a reading whose picture is kept leads before a surer one without', () => {
  const [group] = groupReadings([
    reading({ id: 1, confidence: 0.99, has_frame: false }),
    reading({ id: 2, confidence: 0.7 }),
  ]);
  expect(group?.best.id).toBe(2);
});

test('a barcode and a text of the same characters stay apart', () => {
  const barcode = reading({ kind: 'barcode', format: 'Code128' });
  expect(groupReadings([reading({}), barcode])).toHaveLength(2);
  expect(groupReadings([reading({ text: '--' }), reading({ text: '..' })])).toHaveLength(2);
});
