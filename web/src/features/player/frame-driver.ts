import type { Driver, Playhead } from './playhead';
import { frameIndexAt, type SampledFrame } from './sampled-frames';

const SLIDE_MS = 700;

/** "Plays" single frames as a slow series of pictures. */
export function createFrameDriver(
  frames: () => readonly SampledFrame[],
  playhead: Playhead,
): Driver {
  let timer: ReturnType<typeof setInterval> | undefined;
  const index = () => frameIndexAt(frames(), playhead.state.get().time);
  const show = (at: number) => {
    const frame = frames()[Math.max(0, Math.min(at, frames().length - 1))];
    if (frame) playhead.report({ time: frame.timestamp });
  };
  const pause = () => {
    clearInterval(timer);
    timer = undefined;
    playhead.report({ playing: false });
  };
  return {
    pause,
    seek: (time) => playhead.report({ time }),
    step: (direction) => show(index() + direction),
    play: () => {
      if (frames().length === 0) return;
      if (index() >= frames().length - 1) show(0);
      playhead.report({ playing: true });
      timer ??= setInterval(() => {
        if (index() >= frames().length - 1) pause();
        else show(index() + 1);
      }, SLIDE_MS);
    },
  };
}
