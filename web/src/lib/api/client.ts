import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Job = Schemas['Job'];
export type JobStatus = Schemas['JobStatus'];
export type Detection = Schemas['Detection'];
export type Item = Schemas['Item'];
export type Quad = Schemas['Quad'];
export type System = Schemas['System'];

/** Why a call did not give what was asked: `code` is stable, `message` is the server's sentence. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const client = createClient<paths>({
  // Asked for at each call, so that tests can put another one in its place.
  fetch: (request) => globalThis.fetch(request),
  baseUrl: globalThis.location.origin,
});

export const api = client;

export function errorFrom(status: number, body: unknown): ApiError {
  const { detail, code } = (typeof body === 'object' && body !== null ? body : {}) as {
    detail?: unknown;
    code?: unknown;
  };
  return new ApiError(
    status,
    typeof code === 'string' ? code : `http_${status}`,
    typeof detail === 'string' ? detail : '',
  );
}

/** The body of a good answer; everything else is thrown as an ApiError. */
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  let result;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'unreachable', '');
  }
  if (!result.response.ok || result.data === undefined) {
    throw errorFrom(result.response.status, result.error);
  }
  return result.data;
}
