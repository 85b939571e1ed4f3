import { createStore, useStore } from './store';

/** Whether the server's events reach this page. Without them the queries ask by themselves. */
export type LiveState = 'connecting' | 'live' | 'down';

export const liveState = createStore<LiveState>('connecting');

/** How often to ask again, in ms: events are a hint only, so even with them now and then. */
export function pollInterval(state: LiveState, active: boolean): number {
  if (state === 'live') return active ? 5_000 : 60_000;
  return active ? 1_500 : 8_000;
}

export function useLiveState(): LiveState {
  return useStore(liveState, (state) => state);
}
