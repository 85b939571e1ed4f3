import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sampleClip } from './server';

/** The sample twice over: long enough to be watched while it is read. */
export async function longClip(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'mobilscan-clip-'));
  const file = join(folder, 'long.mp4');
  const input = ['-stream_loop', '1', '-i', sampleClip];
  await promisify(execFile)('ffmpeg', ['-loglevel', 'error', ...input, '-c', 'copy', file]);
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
}
