// Proves that every code of the server has words of the catalogue, and that its own sentence and
// "Try again" are shown only where they are of use.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18n from 'i18next';
import { expect, test } from 'vitest';
import '@/lib/i18n';
import { ApiError } from '@/lib/api/client';
import { errorText, retryMayHelp } from './error-text';

const table = readFileSync(join(import.meta.dirname, '../../../src/core/error.cpp'), 'utf8');
const codes = [...table.matchAll(/ErrorCode::\w+, "(\w+)"/g)].map(([, code]) => code ?? '');
const SAID = 'the file holds a MP4';

test('every code of the server has a text of its own words', () => {
  expect(codes.length).toBeGreaterThan(30);
  // It ends the server at its start: there is nobody to tell a page.
  for (const code of codes.filter((one) => one !== 'cannot_listen')) {
    const text = errorText(i18n.t, new ApiError(400, code, SAID), { size: '', extensions: '' });
    expect(text.unexplained, code).toBe('');
    expect(text.title, code).not.toMatch(/^errors\.|\{\{/);
    expect(text.forSupport, code).toContain(SAID);
  }
});

test('a code without words shows what the server said', () => {
  const text = errorText(i18n.t, { code: 'of_tomorrow', detail: SAID });
  expect(text).toMatchObject({ unexplained: SAID, retryHelps: true });
  expect(errorText(i18n.t, { code: 'constructor', detail: SAID }).unexplained).toBe(SAID);
  expect(errorText(i18n.t, new Error('x is undefined')).unexplained).toBe('x is undefined');
});

test('another try is offered for what the surroundings caused, never for what the file is', () => {
  const helps = (code: string) => retryMayHelp({ code });
  expect(['storage_full', 'decoder_timeout', 'poison', 'unknown'].every(helps)).toBe(true);
  const final = ['unsupported_type', 'unsupported_codec', 'no_video', 'corrupt_media'];
  expect([...final, 'too_large', 'file_type', 'job_not_found'].some(helps)).toBe(false);
});
