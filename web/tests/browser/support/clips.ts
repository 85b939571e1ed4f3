import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sampleClip } from './server';

/** ffmpeg's options, without those for its output. */
async function made(...options: string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'mobilscan-clip-'));
  const file = join(folder, 'clip.mp4');
  await promisify(execFile)('ffmpeg', ['-loglevel', 'error', ...options, file]);
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
}

/** A video whose end is missing, as after a transfer that broke off. */
export async function cutOffClip(): Promise<Buffer> {
  const whole = await made('-i', sampleClip, '-c', 'copy', '-movflags', '+faststart');
  return whole.subarray(0, Math.floor(whole.length / 2));
}

/**
 * The sample twice over: long enough to be watched while it is read. Its bytes are new each time, so
 * that it is never taken for a video that was scanned before.
 */
export async function longClip(): Promise<Buffer> {
  const input = ['-stream_loop', '1', '-i', sampleClip];
  return made(...input, '-c', 'copy', '-metadata', `comment=${randomUUID()}`);
}

const FONT = '/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf';

/** Five seconds of three labels; the pump leaves the picture after 1.5 s and is back after 3.5 s. */
export async function labelsClip(): Promise<Buffer> {
  const label = (text: string, x: number, y: number, when = '1') =>
    `drawtext=fontfile=${FONT}:fontsize=52:text='${text}':x=${x}:y=${y}:enable='${when}'`;
  const labels = [
    label('PUMP 4711', 80, 80, 'lt(t,1.5)+gt(t,3.5)'),
    label('VALVE 0815', 500, 220),
    label('MOTOR 2390', 120, 400),
  ];
  const wall = ['-f', 'lavfi', '-i', 'color=0xd8d8d8:size=960x540:rate=30:duration=5'];
  return made(...wall, '-vf', labels.join(), '-pix_fmt', 'yuv420p');
}
