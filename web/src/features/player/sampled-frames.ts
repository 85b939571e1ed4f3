import type { Detection } from '@/lib/api/client';

/** A frame of the video in which something was read. */
export interface SampledFrame {
  frameNumber: number;
  timestamp: number;
  detections: Detection[];
}

/** Groups readings by frame, in order of time; readings without a place are of no use here. */
export function sampledFrames(detections: readonly Detection[]): SampledFrame[] {
  const frames = new Map<number, SampledFrame>();
  for (const detection of detections) {
    const frame = frames.get(detection.frame_number);
    if (frame) frame.detections.push(detection);
    else {
      frames.set(detection.frame_number, {
        frameNumber: detection.frame_number,
        timestamp: detection.timestamp,
        detections: [detection],
      });
    }
  }
  return [...frames.values()].sort((a, b) => a.timestamp - b.timestamp);
}

/** A frame is shown from a little before its time: players round. */
export const TIME_TOLERANCE = 0.005;

/** Index of the last frame at or before `time`; -1 before the first. */
export function frameIndexAt(frames: readonly SampledFrame[], time: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.timestamp ?? 0) <= time + TIME_TOLERANCE) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What a single frame stands for when nothing says how often was sampled, in seconds. */
const INTERVAL_DEFAULT = 1;

/**
 * Seconds between two sampled frames. The lower quartile of the gaps: frames without text leave
 * gaps that are longer than the interval, none that are shorter.
 */
export function samplingInterval(frames: readonly SampledFrame[]): number {
  const gaps = frames
    .slice(1)
    .map((frame, index) => frame.timestamp - (frames[index]?.timestamp ?? 0))
    .sort((a, b) => a - b);
  const typical = gaps[Math.floor(gaps.length / 4)] ?? INTERVAL_DEFAULT;
  return Math.min(Math.max(typical, 0.01), 5);
}
