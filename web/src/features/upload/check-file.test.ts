// Proves that a file which the server cannot take is refused before it is sent.
import { expect, test } from 'vitest';
import { refusalOf } from './check-file';

const limits = { upload_bytes_max: 1000, extensions: ['.mp4', 'mov'] };

test('the extension counts, in either case', () => {
  expect(refusalOf({ name: 'A.MP4', size: 1 }, limits)).toBeNull();
  expect(refusalOf({ name: 'b.tar.mov', size: 1 }, limits)).toBeNull();
  for (const name of ['mp4', 'a.mp4.exe', 'a.', '']) {
    expect(refusalOf({ name, size: 1 }, limits)).toBe('file_type');
  }
});

test('the limit itself is allowed, a byte more is not', () => {
  expect(refusalOf({ name: 'a.mp4', size: 1000 }, limits)).toBeNull();
  expect(refusalOf({ name: 'a.mp4', size: 1001 }, limits)).toBe('too_large');
  expect(refusalOf({ name: 'a.mp4', size: 0 }, limits)).toBe('file_empty');
});
