// Proves that mistakes at the upload are told before or at once, and that a deletion can be undone.
import { readFile } from 'node:fs/promises';
import { ended, upload } from './support/api';
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
  await expect(page.getByRole('alert')).toContainText('not a video');
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
