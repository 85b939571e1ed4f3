import type { System } from '@/lib/api/client';

/** Codes of the catalogue, as those of the server's answers are. */
export type Refusal = 'file_type' | 'file_empty' | 'too_large';

/** What the server would refuse anyway, found before a byte is sent. */
export function refusalOf(
  file: { name: string; size: number },
  limits: System['limits'],
): Refusal | null {
  const dot = file.name.lastIndexOf('.');
  const extension = dot < 0 ? '' : file.name.slice(dot + 1).toLowerCase();
  // The list may come with or without the dot.
  const allowed = limits.extensions.map((name) => name.replace(/^\./, '').toLowerCase());
  if (!allowed.includes(extension)) return 'file_type';
  if (file.size === 0) return 'file_empty';
  return file.size > limits.upload_bytes_max ? 'too_large' : null;
}
