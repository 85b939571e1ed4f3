import { jobSorts, type JobSort } from '@/features/jobs/api/list-jobs';
import type { JobStatus } from '@/lib/api/client';

/** What the addresses of the pages may carry. What is default is left out, so that links stay short. */

const STATUSES: readonly JobStatus[] = [
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
];
const TABS = ['labels', 'gallery', 'readings'] as const;
export type Tab = (typeof TABS)[number];

export interface JobsSearch {
  q?: string;
  status?: JobStatus;
  sort?: JobSort;
}

export interface ReviewSearch {
  tab?: Tab;
  /** Moment in seconds. */
  t?: number;
  /** The chosen reading. */
  d?: number;
  /** The chosen label. */
  item?: string;
  q?: string;
  /** Least confidence. */
  min?: number;
  /** Images per row. */
  row?: number;
}

type Raw = Record<string, unknown>;

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((one) => one === value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
}

function number(value: unknown, least: number, most: number): number | undefined {
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof parsed !== 'number' || !Number.isFinite(parsed)) return undefined;
  return Math.min(Math.max(parsed, least), most);
}

export function parseJobsSearch(raw: Raw): JobsSearch {
  return { q: text(raw.q), status: oneOf(STATUSES, raw.status), sort: oneOf(jobSorts, raw.sort) };
}

export function parseReviewSearch(raw: Raw): ReviewSearch {
  const d = number(raw.d, 1, Number.MAX_SAFE_INTEGER);
  return {
    tab: oneOf(TABS, raw.tab),
    t: number(raw.t, 0, 1e6),
    d: d === undefined ? undefined : Math.trunc(d),
    item: text(raw.item),
    q: text(raw.q),
    min: number(raw.min, 0, 1),
    row: number(raw.row, 1, 8),
  };
}
