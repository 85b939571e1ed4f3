import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { components } from '../../../src/lib/api/schema';
import { sampleClip, type Server } from './server';

type Job = components['schemas']['Job'];
type ItemPage = components['schemas']['ItemPage'];

const STEP_MS = 100;
const COMPLETED_MS = 150_000;

/** Uploads a clip as a program would, for tests that are about something else. */
export async function upload(
  server: Server,
  clip = sampleClip,
  name = basename(clip),
): Promise<string> {
  return uploadBytes(server, await readFile(clip), name);
}

export async function uploadBytes(
  server: Server,
  bytes: Buffer,
  name: string,
  settings: Record<string, string> = {},
): Promise<string> {
  const form = new FormData();
  for (const [field, value] of Object.entries(settings)) form.append(field, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const answer = await fetch(`${server.url}/api/v1/jobs`, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { job: Job }).job.id;
}

export async function getJob(server: Server, id: string): Promise<Job> {
  const answer = await fetch(`${server.url}/api/v1/jobs/${id}`);
  return (await answer.json()) as Job;
}

/** The labels of a completed job. */
export async function itemIds(server: Server, id: string): Promise<string[]> {
  const answer = await fetch(`${server.url}/api/v1/jobs/${id}/items`);
  return ((await answer.json()) as ItemPage).items.map((item) => item.id);
}

export async function ended(server: Server, id: string): Promise<Job> {
  const end = Date.now() + COMPLETED_MS;
  for (;;) {
    const job = await getJob(server, id);
    if (job.status !== 'pending' && job.status !== 'processing') return job;
    if (Date.now() > end) throw new Error(`job ${id} is still ${job.status}`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}
