// Makes the pictures of the README from the real page; not a test, but run like one.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { ended, upload } from '../browser/support/api';
import { sampleClip, type Server } from '../browser/support/server';
import { expect, test } from '../browser/support/test';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const images = join(root, 'docs/images');
/** A palette takes a third of the bytes and looks the same at this size. */
const PALETTE = 'split[a][b];[a]palettegen=max_colors=200[p];[b][p]paletteuse=dither=sierra2_4a';

async function keep(picture: Buffer, name: string) {
  await mkdir(images, { recursive: true });
  const target = join(images, name);
  const arguments_ = ['-loglevel', 'error', '-y', '-i', 'pipe:0', '-vf', PALETTE, target];
  const run = promisify(execFile)('ffmpeg', arguments_);
  run.child.stdin?.end(picture);
  await run;
}

/** The player shows the moment that the address names, not the one before it. */
async function shown(page: Page) {
  await expect(page.locator('[data-detection]').first()).toBeVisible();
  await page.waitForFunction(() => {
    const video = document.querySelector('video');
    return video !== null && !video.seeking && video.readyState >= 2;
  });
  // Painting follows decoding by a few frames, and nothing tells when it has happened.
  await page.waitForTimeout(1_000);
}

async function scans(server: Server): Promise<string> {
  await ended(
    server,
    await upload(server, join(root, 'tests/data/bottles.mp4'), 'hall-3-shelf.mp4'),
  );
  const id = await upload(server, sampleClip, 'gate-north.mp4');
  await ended(server, id);
  return id;
}

test('pictures for the README', async ({ page, server }) => {
  const id = await scans(server);
  await page.setViewportSize({ width: 1200, height: 750 });
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'gate-north.mp4' })).toBeVisible();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await keep(await page.screenshot(), 'scans.png');

  await page.goto(`/jobs/${id}?t=2`);
  await shown(page);
  await keep(await page.screenshot(), 'review.png');

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 780 });
  await page.goto(`/jobs/${id}?t=3&tab=readings`);
  await shown(page);
  await keep(await page.screenshot(), 'phone.png');
});
