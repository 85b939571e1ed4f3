import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sampleClip } from './server';

async function made(...options: string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'mobilscan-clip-'));
  const file = join(folder, 'clip.mp4');
  await promisify(execFile)('ffmpeg', ['-loglevel', 'error', ...options, '-c', 'copy', file]);
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
}

/** A video whose end is missing, as after a transfer that broke off. */
export async function cutOffClip(): Promise<Buffer> {
  const whole = await made('-i', sampleClip, '-movflags', '+faststart');
  return whole.subarray(0, Math.floor(whole.length / 2));
}

/**
 * The sample twice over: long enough to be watched while it is read. Its bytes are new each time, so
 * that it is never taken for a video that was scanned before.
 */
export async function longClip(): Promise<Buffer> {
  const input = ['-stream_loop', '1', '-i', sampleClip];
  return made(...input, '-metadata', `comment=${randomUUID()}`);
}
