import { createStore, type Store } from '@/lib/store';

export interface PlayheadState {
  /** Seconds. */
  time: number;
  /** Seconds; 0 while unknown. */
  duration: number;
  playing: boolean;
}

/** What shows the pictures: the browser's video player, or frames one by one. */
export interface Driver {
  seek: (time: number) => void;
  play: () => void;
  pause: () => void;
  /** One picture on or back. */
  step: (direction: 1 | -1) => void;
}

/** Where the review stands. Lists ask it to move; the driver tells it where it is. */
export interface Playhead {
  state: Store<PlayheadState>;
  attach: (driver: Driver) => () => void;
  report: (part: Partial<PlayheadState>) => void;
  /** Stops there, so that the moment can be looked at. */
  seek: (time: number) => void;
  toggle: () => void;
  step: (direction: 1 | -1) => void;
}

export function createPlayhead(startAt: number): Playhead {
  const state = createStore<PlayheadState>({ time: startAt, duration: 0, playing: false });
  let driver: Driver | undefined;
  const report = (part: Partial<PlayheadState>) => {
    const now = state.get();
    const changed = Object.entries(part).some(
      ([key, value]) => now[key as keyof PlayheadState] !== value,
    );
    if (changed) state.set({ ...now, ...part });
  };
  return {
    state,
    report,
    attach: (attached) => {
      driver = attached;
      return () => {
        if (driver === attached) driver = undefined;
      };
    },
    seek: (time) => {
      driver?.pause();
      report({ time: Math.max(0, time) });
      driver?.seek(Math.max(0, time));
    },
    toggle: () => (state.get().playing ? driver?.pause() : driver?.play()),
    step: (direction) => {
      driver?.pause();
      driver?.step(direction);
    },
  };
}
