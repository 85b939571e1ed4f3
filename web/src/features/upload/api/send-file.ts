import { ApiError, errorFrom, type Schemas } from '@/lib/api/client';
import type { Settings } from '@/lib/scan-options';

export type UploadAnswer = Schemas['UploadAnswer'];

export interface Sending {
  done: Promise<UploadAnswer>;
  abort: () => void;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** XMLHttpRequest, because fetch tells nothing about what was sent so far. */
export function sendFile(
  file: File,
  settings: Settings,
  idempotencyKey: string,
  onSent: (bytes: number, all: boolean) => void,
): Sending {
  const form = new FormData();
  for (const [name, value] of Object.entries(settings)) form.append(name, String(value));
  form.append('if_seen', 'ask');
  // The file comes last: the server knows the settings before the bytes arrive.
  form.append('file', file, file.name);

  const request = new XMLHttpRequest();
  const done = new Promise<UploadAnswer>((resolve, reject) => {
    request.upload.addEventListener('progress', (event) => onSent(event.loaded, false));
    request.upload.addEventListener('load', () => onSent(file.size, true));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      if (request.status === 200 || request.status === 201) resolve(body as UploadAnswer);
      else reject(errorFrom(request.status, body));
    });
    request.addEventListener('error', () => reject(new ApiError(0, 'unreachable', '')));
    request.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
  });
  request.open('POST', '/api/v1/jobs');
  request.setRequestHeader('Idempotency-Key', idempotencyKey);
  request.send(form);
  return { done, abort: () => request.abort() };
}
