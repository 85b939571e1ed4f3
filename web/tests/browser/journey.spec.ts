// Proves the way through the product: upload, watch it being read, jump to the proof, take the
// table; and that a reload or a restart of the server in the middle loses nothing.
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { ended, getJob } from './support/api';
import { longClip } from './support/clips';
import { expect, test } from './support/test';

/** Uploads a clip of its own by hand, to be read closely, and opens its page while it is read. */
async function uploadAndWatch(page: Page, name: string): Promise<string> {
  await page.goto('/');
  await page.getByRole('combobox', { name: 'How often to read' }).click();
  await page.getByRole('option', { name: '5 times a second' }).click();
  await page.getByRole('combobox', { name: 'Languages' }).click();
  await page.getByRole('option', { name: 'Chinese and Latin' }).click();
  const file = { name, mimeType: 'video/mp4', buffer: await longClip() };
  await page.locator('input[type=file]').last().setInputFiles(file);
  // The newest is first: a test that is repeated finds its earlier scans below.
  const scans = page.getByRole('list', { name: 'Scans', exact: true });
  const newest = scans.getByRole('link', { name }).first();
  await expect(newest).toBeVisible();
  await newest.click();
  await page.waitForURL(/\/jobs\/.+/);
  return new URL(page.url()).pathname.split('/').pop() ?? '';
}

async function openTab(page: Page, name: string) {
  // The radio button itself has no size; people click its label.
  await page
    .locator('label')
    .filter({ hasText: new RegExp(`^${name}`) })
    .click();
}

/** On a busy machine with two cores. */
const ENDS_MS = 150_000;

/** The bar of the page of a job; on the page before it, uploads and scans have bars, too. */
const progress = (page: Page): Locator =>
  page.getByRole('region', { name: 'Video', exact: true }).getByRole('progressbar');

/** What the page shows while a job is read, until it says that the job ended. */
async function watchToTheEnd(page: Page): Promise<{ percents: number[]; firstReadingAt: number }> {
  const percents: number[] = [];
  let firstReadingAt = -1;
  const card = page.getByRole('img', { name: /^Picture of/ }).first();
  await expect
    .poll(
      async () => {
        // There is no bar while the page loads or the job waits, and no value at its beginning.
        const now = (await progress(page).isVisible())
          ? await progress(page)
              .getAttribute('aria-valuenow', { timeout: 1_000 })
              .catch(() => null)
          : null;
        if (now !== null) percents.push(Number(now));
        if (firstReadingAt < 0 && (await card.isVisible())) firstReadingAt = percents.at(-1) ?? 0;
        return page.getByText('Completed', { exact: true }).isVisible();
      },
      { timeout: ENDS_MS, intervals: [50] },
    )
    .toBe(true);
  return { percents, firstReadingAt };
}

async function playerTime(page: Page): Promise<number> {
  return page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
}

test('a video is uploaded, watched, looked at and taken away as a table', async ({
  page,
  server,
}) => {
  const id = await uploadAndWatch(page, 'aisle.mp4');

  await test.step('progress rises and never falls; readings come before the end', async () => {
    const { percents, firstReadingAt } = await watchToTheEnd(page);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(new Set(percents).size).toBeGreaterThan(3);
    expect(firstReadingAt).toBeGreaterThanOrEqual(0);
    expect(firstReadingAt).toBeLessThan(100);
    expect(await ended(server, id)).toMatchObject({
      status: 'completed',
      settings: { every: 6, languages: 'ch' },
    });
  });

  await test.step('a reading leads to its moment, with a box in the picture', async () => {
    await openTab(page, 'Readings');
    const before = await playerTime(page);
    const jump = page.getByRole('button', { name: 'Jump to 0:01.0' }).first();
    await jump.click();
    await expect.poll(() => playerTime(page)).not.toBe(before);
    expect(Math.abs((await playerTime(page)) - 1)).toBeLessThan(0.1);
    const box = page.locator('[data-detection]').first();
    await expect(box).toBeVisible();
    const video = await page.locator('video').boundingBox();
    const place = await box.boundingBox();
    expect(place?.x).toBeGreaterThanOrEqual(video?.x ?? Infinity);
    expect(page.url()).toMatch(/[?&]d=\d+/);
  });

  await test.step('keys step through frames and readings', async () => {
    const before = await playerTime(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => playerTime(page)).toBeGreaterThan(before);
    const address = page.url();
    await page.keyboard.press('j');
    await expect.poll(() => page.url()).not.toBe(address);
  });

  await test.step('the CSV has every reading', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).filter({ visible: true }).click();
    await page.getByRole('menuitem', { name: 'All readings' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(
      new RegExp(`^audit_results_${id}_\\d{8}_\\d{6}\\.csv$`),
    );
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(lines[0]).toMatch(
      /^(\ufeff)?Video,Frame,Timestamp,Detected_Text,Confidence,BBox_X1,BBox_Y1,BBox_X2,BBox_Y2/,
    );
    expect(lines.length - 1).toBe((await getJob(server, id)).detections_count);
  });
});

test('a reload in mid-job keeps what was looked at', async ({ page, server }) => {
  const id = await uploadAndWatch(page, 'reload.mp4');
  await openTab(page, 'Readings');
  await expect(page.locator('[data-row]').first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search text' }).fill('ls15');
  await expect(page).toHaveURL(/q=ls15/);

  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Search text' })).toHaveValue('ls15');
  await expect(page.getByRole('radio', { name: /^Readings/ })).toBeChecked();
  await expect(page.locator('[data-row]').first()).toBeVisible();
  expect((await ended(server, id)).status).toBe('completed');
  await expect(page.getByText('Completed')).toBeVisible();
  // What a search leaves out is not hidden by the confidence.
  await page.getByRole('searchbox', { name: 'Search text' }).fill('zzz');
  await expect(page.locator('[data-row]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /hidden/ })).toHaveCount(0);
  await expect(page).toHaveTitle(/ · Scanner$/);
});

test('the page recovers by itself when the server restarts in mid-job', async ({
  page,
  server,
  watch,
}) => {
  const id = await uploadAndWatch(page, 'restart.mp4');
  await expect(page.getByRole('img', { name: /^Picture of/ }).first()).toBeVisible();
  watch.expectInterruption();
  await server.stop();
  await page.waitForTimeout(1_500);
  await server.run();
  await expect(page.getByText('Completed')).toBeVisible({ timeout: ENDS_MS });
  expect((await ended(server, id)).status).toBe('completed');
  await openTab(page, 'Labels');
  await expect(page.getByRole('listitem').first()).toBeVisible();
});
