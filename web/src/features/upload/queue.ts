import { ApiError, type Job } from '@/lib/api/client';
import { randomId } from '@/lib/platform';
import type { Settings } from '@/lib/scan-options';
import { createStore } from '@/lib/store';
import { sendFile, type Sending, type UploadAnswer } from './api/send-file';
import type { Refusal } from './check-file';
import { createSpeedometer } from './speed';

/** waiting -> sending -> storing (the server checks it) -> done | seen (asks what to do) | failed */
export type UploadState = 'waiting' | 'sending' | 'storing' | 'seen' | 'done' | 'failed';

export interface Upload {
  id: string;
  file: File;
  settings: Settings;
  state: UploadState;
  sentBytes: number;
  bytesPerSecond: number;
  tries: number;
  startedAt: number;
  error: ApiError | null;
  job: Job | null;
}

const AT_ONCE_MAX = 2;
const TRIES_MAX = 4;
const TRY_AGAIN_MS = 2_000;
/** Clocks of phone and server may differ by this much. */
const CLOCK_SKEW_MS = 60_000;

export const uploads = createStore<readonly Upload[]>([]);
const sendings = new Map<string, Sending>();
const settled = new Set<(job: Job) => void>();

/** Calls back when an upload became a job. */
export function onUploaded(listener: (job: Job) => void): () => void {
  settled.add(listener);
  return () => settled.delete(listener);
}

function change(id: string, part: Partial<Upload>) {
  uploads.set(uploads.get().map((one) => (one.id === id ? { ...one, ...part } : one)));
}

const find = (id: string) => uploads.get().find((one) => one.id === id);

export function addUploads(files: { file: File; refusal: Refusal | null }[], settings: Settings) {
  const added = files.map(({ file, refusal }): Upload => ({
    id: randomId(),
    file,
    settings,
    state: refusal ? 'failed' : 'waiting',
    sentBytes: 0,
    bytesPerSecond: 0,
    tries: 0,
    startedAt: 0,
    error: refusal && new ApiError(0, refusal, ''),
    job: null,
  }));
  uploads.set([...added, ...uploads.get()]);
  next();
}

/** An answer to our own repeated request is not "scanned before". */
function isOwnRetry(upload: Upload, answer: UploadAnswer): boolean {
  const created = Date.parse(answer.job.created_at ?? '');
  return upload.tries > 1 && created > upload.startedAt - CLOCK_SKEW_MS;
}

function accepted(upload: Upload, answer: UploadAnswer) {
  const isNew = answer.created || isOwnRetry(upload, answer);
  change(upload.id, { state: isNew ? 'done' : 'seen', job: answer.job });
  if (isNew) for (const listener of settled) listener(answer.job);
}

function failed(id: string, error: unknown) {
  const upload = find(id);
  if (!upload || (error instanceof DOMException && error.name === 'AbortError')) return;
  const reason = error instanceof ApiError ? error : new ApiError(0, 'unexpected', String(error));
  const lostLink = reason.status === 0 || reason.status === 503;
  change(id, { state: 'failed', error: reason });
  if (!lostLink || upload.tries >= TRIES_MAX) return;
  // The same key: should the first try have arrived after all, no second job is made.
  setTimeout(() => {
    if (find(id)?.state === 'failed') retryUpload(id);
  }, TRY_AGAIN_MS * upload.tries);
}

async function start(upload: Upload) {
  const { id } = upload;
  const speed = createSpeedometer();
  const tries = upload.tries + 1;
  const startedAt = upload.startedAt || Date.now();
  change(id, {
    state: 'sending',
    sentBytes: 0,
    bytesPerSecond: 0,
    error: null,
    tries,
    startedAt,
  });
  const sending = sendFile(upload.file, upload.settings, id, (bytes, all) => {
    const sentBytes = Math.min(bytes, upload.file.size);
    const bytesPerSecond = speed(bytes, Date.now());
    change(id, { state: all ? 'storing' : 'sending', sentBytes, bytesPerSecond });
  });
  sendings.set(id, sending);
  try {
    accepted({ ...upload, tries, startedAt }, await sending.done);
  } catch (error) {
    failed(id, error);
  } finally {
    sendings.delete(id);
    next();
  }
}

function next() {
  const busy = sendings.size;
  const waiting = uploads.get().filter((one) => one.state === 'waiting');
  for (const upload of waiting.reverse().slice(0, Math.max(0, AT_ONCE_MAX - busy)))
    void start(upload);
}

export function retryUpload(id: string) {
  change(id, { state: 'waiting' });
  next();
}

/** Stops it when it runs, and takes it off the list. */
export function dropUpload(id: string) {
  sendings.get(id)?.abort();
  uploads.set(uploads.get().filter((one) => one.id !== id));
}

export const isActive = (upload: Upload) =>
  upload.state === 'waiting' || upload.state === 'sending' || upload.state === 'storing';
