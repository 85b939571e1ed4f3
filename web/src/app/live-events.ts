import type { QueryClient } from '@tanstack/react-query';
import type { Schemas } from '@/lib/api/client';
import { keys } from '@/lib/keys';
import { liveState } from '@/lib/live';
import { createRested } from './rested';

const FLUSH_MS = 500;
/** Readings are asked for again page by page, so a long list rests longer between two times. */
const READINGS_REST_MS = 1_500;
const READINGS_REST_MS_PER_ROW = 0.5;
const ITEMS_REST_MS = 2_000;
const RECONNECT_MS_MAX = 10_000;

type JobEvent = Schemas['JobEvent'];

/** How long what a running job gives is not asked for again; what it gave at its end is at once. */
const whileRunning = (restMs: (event: JobEvent) => number) => (event: JobEvent) =>
  event.status === 'processing' ? restMs(event) : 0;

/** Asks again for what the events of the last moment concern, not once per event. */
function createRefresher(client: QueryClient) {
  const readings = createRested<JobEvent>(
    (event) => void client.invalidateQueries({ queryKey: keys.readings(event.job_id) }),
    whileRunning((event) =>
      Math.max(READINGS_REST_MS, event.detections_count * READINGS_REST_MS_PER_ROW),
    ),
  );
  const items = createRested<JobEvent>(
    (event) => void client.invalidateQueries({ queryKey: keys.items(event.job_id) }),
    whileRunning(() => ITEMS_REST_MS),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush() {
    timer = undefined;
    const now = Date.now();
    void client.invalidateQueries({ queryKey: keys.jobs });
    void client.invalidateQueries({ queryKey: keys.stats });
    const wait = [readings.turn(now), items.turn(now)].includes(true);
    if (wait) timer = setTimeout(flush, READINGS_REST_MS);
  }

  return (event: JobEvent) => {
    readings.note(event.job_id, event);
    items.note(event.job_id, event);
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
