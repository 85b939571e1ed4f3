// Proves that mistakes at the upload are told before or at once, and that a deletion can be undone.
import { readFile } from 'node:fs/promises';
import { ended, getJob, upload, uploadBytes } from './support/api';
import { longClip } from './support/clips';
import { sampleClip } from './support/server';
import { expect, test } from './support/test';

test('a file that is no video is refused before it is sent, with what to do', async ({ page }) => {
  await page.goto('/');
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url());
  });
  const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') };
  await page.locator('input[type=file]').last().setInputFiles(notes);
  await expect(page.getByRole('alert')).toContainText('.mp4');
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  expect(sent).toEqual([]);
  await page.getByRole('button', { name: /off the list/ }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a text that calls itself a video is refused by the server', async ({ page, watch }) => {
  // The browser logs the answer 415 as a failure to load; the page shows it.
  watch.expectInterruption();
  await page.goto('/');
  const fake = {
    name: 'fake.mp4',
    mimeType: 'video/mp4',
    buffer: Buffer.alloc(5_000, 'no video '),
  };
  await page.locator('input[type=file]').last().setInputFiles(fake);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('not the video that its name says');
  // The same card as for what the page refuses itself, and nothing that would fail again.
  const jpg = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(100) };
  await page.locator('input[type=file]').last().setInputFiles(jpg);
  await expect(alert).toHaveCount(2);
  expect(await alert.first().getAttribute('class')).toBe(await alert.last().getAttribute('class'));
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});

test('a damaged video ends with what to do, and no way to fail once more', async ({
  page,
  server,
}) => {
  // The head of an MP4 and nothing behind it.
  const head = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1');
  const buffer = Buffer.concat([head, Buffer.alloc(5_000)]);
  await page.goto('/');
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: 'damaged.mp4', mimeType: 'video/mp4', buffer });
  await page.getByRole('link', { name: 'damaged.mp4' }).click();
  await page.waitForURL(/\/jobs\/.+/);
  const job = await ended(server, new URL(page.url()).pathname.split('/').pop() ?? '');
  expect(job.error?.code).toBe('corrupt_media');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Copy it from the camera again');
  await expect(alert).not.toContainText(job.error?.detail ?? '');
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Actions for damaged.mp4' }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Go on' })).toHaveCount(0);
});

test('a scan that is not there leads back, not into another try', async ({ page, watch }) => {
  watch.expectInterruption();
  await page.goto('/jobs/00000000-0000-4000-8000-000000000000');
  await expect(page.getByRole('alert')).toContainText('There is no such scan');
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await page.getByRole('link', { name: 'All scans' }).click();
  await expect(page.getByRole('region', { name: 'Upload videos' })).toBeVisible();
});

test('a fault that the page has no words for shows those of the server', async ({
  page,
  watch,
}) => {
  watch.expectInterruption();
  await page.route('**/api/v1/jobs?*', (route) =>
    route.fulfill({ status: 418, json: { code: 'of_tomorrow', detail: 'the kettle is on' } }),
  );
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('Details: the kettle is on');
  await page.unroute('**/api/v1/jobs?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the same file twice asks before it is read again', async ({ page, server }) => {
  const id = await upload(server, sampleClip, 'first.mp4');
  await ended(server, id);
  await page.goto('/');
  const buffer = await readFile(sampleClip);
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: 'second.mp4', mimeType: 'video/mp4', buffer });
  await expect(page.getByText('was scanned before')).toBeVisible();
  await page.getByRole('button', { name: 'Open that scan' }).click();
  await expect(page).toHaveURL(`/jobs/${id}`);

  await page.goto('/');
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: 'second.mp4', mimeType: 'video/mp4', buffer });
  await page.getByRole('button', { name: 'Scan again' }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  expect(page.url()).not.toContain(id);
});

test('a scan that was made otherwise is not offered instead of the one that is wanted', async ({
  page,
  server,
}) => {
  const buffer = await longClip();
  const id = await uploadBytes(server, buffer, 'first.mp4');
  await ended(server, id);
  await page.goto('/');
  await page.getByRole('combobox', { name: 'How often to read' }).first().click();
  await page.getByRole('option', { name: '5 times a second' }).click();
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: 'second.mp4', mimeType: 'video/mp4', buffer });
  const asked = page.getByRole('status').filter({ hasText: 'scanned before' });
  await expect(asked).toContainText('“Every second” then, “5 times a second” now');
  await expect(asked).not.toContainText('does not have to be read again');
  const again = asked.getByRole('button', { name: 'Scan as chosen now' });
  await expect(again).toHaveAttribute('data-variant', 'filled');
  await expect(asked.getByRole('button', { name: 'Open that scan' })).toHaveAttribute(
    'data-variant',
    'default',
  );
  await again.click();
  await expect(page).toHaveURL(/\/jobs\//);
  const job = await getJob(server, new URL(page.url()).pathname.split('/').pop() ?? '');
  expect(job.settings.every).toBe(6);
  await ended(server, job.id);

  // Of two scans the one that was made as wanted is found.
  await page.goto('/');
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: 'third.mp4', mimeType: 'video/mp4', buffer });
  await page.getByRole('button', { name: 'Open that scan' }).click();
  await expect(page).toHaveURL(`/jobs/${job.id}`);
});

test('a scan is repeated from its menu with other options', async ({ page, server }) => {
  const id = await upload(server, sampleClip, 'again.mp4');
  await ended(server, id);
  await page.goto(`/jobs/${id}`);
  await page.getByRole('button', { name: 'Actions for again.mp4' }).click();
  await page.getByRole('menuitem', { name: 'Scan again' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan again' });
  await dialog.getByRole('combobox', { name: 'How often to read' }).click();
  await page.getByRole('option', { name: 'Twice a second' }).click();
  await dialog.getByRole('combobox', { name: 'Languages' }).click();
  await page.getByRole('option', { name: 'Latin letters only' }).click();
  await dialog.getByRole('button', { name: 'Scan again' }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page).toHaveURL(/\/jobs\//);
  const again = await getJob(server, new URL(page.url()).pathname.split('/').pop() ?? '');
  expect(again).toMatchObject({
    video_name: 'again.mp4',
    settings: { every: 15, languages: 'latin' },
  });
});

test('a deleted scan comes back with undo', async ({ page, server }) => {
  await ended(server, await upload(server, sampleClip, 'precious.mp4'));
  await page.goto('/?q=precious');
  const scan = page.getByRole('link', { name: 'precious.mp4' });
  await page.getByRole('button', { name: 'Actions for precious.mp4' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(scan).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(scan).toBeVisible();
});
