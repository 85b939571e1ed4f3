import type { QueryClient } from '@tanstack/react-query';
import type { Schemas } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { liveState } from '@/lib/live';

const FLUSH_MS = 500;
/** Readings are asked for again page by page, so a long list rests longer between two times. */
const READINGS_REST_MS = 1_500;
const READINGS_REST_MS_PER_ROW = 0.5;
const RECONNECT_MS_MAX = 10_000;

type JobEvent = Schemas['JobEvent'];

/** Asks again for what the events of the last moment concern, not once per event. */
function createRefresher(client: QueryClient) {
  const pending = new Map<string, JobEvent>();
  const rested = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function refreshReadings(event: JobEvent, now: number): boolean {
    const running = event.status === 'processing';
    if (running && now < (rested.get(event.job_id) ?? 0)) return false;
    const rest = Math.max(READINGS_REST_MS, event.detections_count * READINGS_REST_MS_PER_ROW);
    rested.set(event.job_id, now + rest);
    void client.invalidateQueries({ queryKey: keys.readings(event.job_id) });
    if (!running) void client.invalidateQueries({ queryKey: keys.items(event.job_id) });
    return true;
  }

  function flush() {
    timer = undefined;
    const now = Date.now();
    void client.invalidateQueries({ queryKey: keys.jobs });
    void client.invalidateQueries({ queryKey: keys.stats });
    for (const [id, event] of pending) if (refreshReadings(event, now)) pending.delete(id);
    if (pending.size > 0) timer = setTimeout(flush, READINGS_REST_MS);
  }

  return (event: JobEvent) => {
    pending.set(event.job_id, event);
    timer ??= setTimeout(flush, FLUSH_MS);
  };
}

/**
 * Keeps one event stream open while the page is looked at; returns what closes it. A browser opens
 * six connections to a server: streams of hidden tabs would keep a seventh tab from loading.
 */
export function connectLiveEvents(client: QueryClient): () => void {
  const refresh = createRefresher(client);
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function open() {
    const stream = new EventSource('/api/v1/events');
    source = stream;
    stream.addEventListener('open', () => {
      // What happened while nobody listened is not sent again: ask for everything once.
      if (failures > 0) void client.invalidateQueries();
      failures = 0;
      liveState.set('live');
    });
    stream.addEventListener('job', (message: MessageEvent<string>) =>
      refresh(JSON.parse(message.data) as JobEvent),
    );
    stream.addEventListener('error', () => {
      failures += 1;
      liveState.set('down');
      // The browser gives up after an answer that is no stream; we do not.
      stream.close();
      timer = setTimeout(open, Math.min(1_000 * failures, RECONNECT_MS_MAX));
    });
  }

  function close() {
    clearTimeout(timer);
    source?.close();
    source = undefined;
    liveState.set('connecting');
  }

  function followVisibility() {
    if (document.hidden) {
      close();
      // What happens meanwhile is asked for when the page is looked at again.
      failures = 1;
    } else if (!source) {
      open();
    }
  }

  document.addEventListener('visibilitychange', followVisibility);
  followVisibility();
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    close();
  };
}
