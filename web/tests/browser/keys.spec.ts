// Proves that a scan can be looked through by keys alone, and that the address says where one is.
import type { Page } from '@playwright/test';
import { ended, upload } from './support/api';
import { expect, test } from './support/test';

const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

test('keys lead to labels, to their sightings and back; a link keeps both', async ({
  page,
  server,
}) => {
  const id = await upload(server);
  await ended(server, id);
  await page.goto(`/jobs/${id}`);
  const label = page.getByRole('list', { name: 'Labels' }).getByRole('button').first();
  await expect(label).toBeVisible();

  // The key goes to the page, also right after a tab was chosen.
  await page
    .locator('label')
    .filter({ hasText: /^Gallery/ })
    .click();
  await page
    .locator('label')
    .filter({ hasText: /^Labels/ })
    .click();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/[?&]item=/);
  await expect(label).toHaveAttribute('aria-pressed', 'true');
  const item = parameter(page, 'item');

  const box = page.locator('[data-detection][data-selected]');
  await expect(box).toBeVisible();
  await page.getByRole('slider', { name: 'Moment in the video' }).press('Home');
  const moments: number[] = [];
  for (let press = 0; press < 3; press += 1) {
    const before = parameter(page, 'd');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => parameter(page, 'd')).not.toBe(before);
    await expect(box).toHaveAttribute('data-detection', parameter(page, 'd') ?? '');
    moments.push(Number(parameter(page, 't')));
  }
  expect(new Set(moments).size).toBe(3);
  expect(moments).toEqual([...moments].sort((a, b) => a - b));
  await page.keyboard.press('Shift+ArrowLeft');
  // Once the picture rests, the moment stands there in milliseconds.
  await expect.poll(() => Number(parameter(page, 't'))).toBeCloseTo(moments[1] ?? NaN, 2);
  expect(parameter(page, 'item')).toBe(item);

  const link = page.url();
  await page.goto('/');
  await page.goto(link);
  await expect(label).toHaveAttribute('aria-pressed', 'true');
  await expect(box).toHaveAttribute('data-detection', new URL(link).searchParams.get('d') ?? '');
});

test('arrows step frames while the timeline has the focus', async ({ page, server }) => {
  const id = await upload(server);
  await ended(server, id);
  await page.goto(`/jobs/${id}`);
  const timeline = page.getByRole('slider', { name: 'Moment in the video' });
  await expect(timeline).not.toHaveAttribute('aria-valuemax', '0');
  await timeline.press('Home');
  await timeline.press('ArrowRight');
  await expect
    .poll(async () => Number(await timeline.getAttribute('aria-valuenow')))
    .toBeGreaterThan(0);
  await timeline.press('ArrowLeft');
  await expect
    .poll(async () => Number(await timeline.getAttribute('aria-valuenow')))
    .toBeLessThan(0.01);
});

test('the help lists the keys', async ({ page, server }) => {
  const id = await upload(server);
  await ended(server, id);
  await page.goto(`/jobs/${id}`);
  await expect(page.getByRole('heading', { name: 'plate.mp4' })).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const key of ['Space', '←', 'J', 'Shift ←', 'Shift →', '/']) {
    await expect(help.getByText(key, { exact: true })).toBeVisible();
  }
});
