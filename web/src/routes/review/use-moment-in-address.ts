import { useEffect } from 'react';
import type { Playhead } from '@/features/player/playhead';
import type { ReviewSearch } from '../search';

const REST_MS = 400;

/** Puts the moment into the address once the picture rests, so that the link leads back to it. */
export function useMomentInAddress(
  playhead: Playhead,
  change: (part: Partial<ReviewSearch>) => void,
) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let written = playhead.state.get().time;
    const write = () => {
      const { time, playing } = playhead.state.get();
      const rounded = Math.round(time * 1000) / 1000;
      if (playing || Math.abs(rounded - written) < 0.002) return;
      written = rounded;
      change({ t: rounded });
    };
    const stop = playhead.state.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(write, REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [playhead, change]);
}
