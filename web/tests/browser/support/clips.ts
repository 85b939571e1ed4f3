import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sampleClip } from './server';

/**
 * The sample twice over: long enough to be watched while it is read. Its bytes are new each time, so
 * that it is never taken for a video that was scanned before.
 */
export async function longClip(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'mobilscan-clip-'));
  const file = join(folder, 'long.mp4');
  const input = ['-stream_loop', '1', '-i', sampleClip];
  const output = ['-c', 'copy', '-metadata', `comment=${randomUUID()}`, file];
  await promisify(execFile)('ffmpeg', ['-loglevel', 'error', ...input, ...output]);
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
}
