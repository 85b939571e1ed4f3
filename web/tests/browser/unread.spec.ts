// Proves that a result never looks whole that is not: what could not be read is marked in the
// timeline and listed with advice, both lead to it; and that labels come while a video is read.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { components } from '../../src/lib/api/schema';
import { ended, uploadBytes } from './support/api';
import { labelsClip } from './support/clips';
import type { Server } from './support/server';
import { expect, test } from './support/test';

type Schemas = components['schemas'];
type Unread = Schemas['Unread'];

const unread = (reason: Unread['reason'], from: number, to = from): Unread => ({
  reason,
  first_seen: from,
  last_seen: to,
  frame_number: Math.round(from * 30),
  timestamp: from,
  quad: null,
});
const place = (time: number): Unread => ({
  ...unread('label', time),
  quad: [
    [500, 100],
    [700, 110],
    [700, 180],
    [500, 170],
  ],
});
const UNREAD = [
  ...[0.1, 0.6, 2.2, 2.8, 3.2, 3.6, 4.8].map(place),
  unread('blurred', 1, 2),
  unread('dark', 4, 4.4),
];

/** A scan of which the server says that this could not be read. */
async function openScan(page: Page, server: Server, found: Unread[]): Promise<string> {
  const id = await uploadBytes(server, await labelsClip(), 'unread.mp4', { every: '6' });
  await ended(server, id);
  await page.route('**/unread', (route) => route.fulfill({ json: { unread: found } }));
  await page.goto(`/jobs/${id}`);
  await expect(page.getByRole('list', { name: 'Labels' }).getByRole('article')).toHaveCount(3);
  return id;
}

const section = (page: Page) => page.getByRole('region', { name: 'Could not be read' });
const timeline = (page: Page) => page.getByRole('slider', { name: 'Moment in the video' });
const playerTime = (page: Page) =>
  page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
const quad = (page: Page) => page.locator('[data-unread]');

/** A phone has no room for it until it is asked for. */
async function openSection(page: Page) {
  const head = section(page).getByRole('button', { name: /^Could not be read/ });
  await expect(head).toHaveText('Could not be read 2 stretches · 7 places');
  if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
}

test('the timeline marks what could not be read, and leads to it', async ({ page, server }) => {
  await openScan(page, server, UNREAD);
  const blurred = page.getByTitle('Too blurred 0:01–0:02');
  await expect(page.locator('[data-gap]')).toHaveCount(2);
  await expect(page.getByTitle('Too dark 0:04', { exact: true })).toBeVisible();

  await blurred.click();
  await expect.poll(() => playerTime(page)).toBeGreaterThan(1.3);
  expect(await playerTime(page)).toBeLessThan(1.7);
  await expect(timeline(page)).toHaveAttribute(
    'aria-valuetext',
    /^0:01\.\d, Too blurred 0:01–0:02$/,
  );
  await expect(quad(page)).toHaveCount(0);

  await page.getByTitle('Something like a label, 0:02.2').click();
  await expect(page).toHaveURL(/[?&]t=2\.2/);
  await expect(quad(page)).toBeVisible();
  // It belongs to this picture only.
  await page.keyboard.press('ArrowRight');
  await expect(quad(page)).toHaveCount(0);
});

test('the list says why, when and what helps, and leads there', async ({ page, server }) => {
  await openScan(page, server, UNREAD);
  await openSection(page);
  const stretches = section(page).getByRole('list', { name: /^Stretches/ });
  await expect(stretches.getByRole('button')).toHaveText([
    'Too blurred 0:01–0:02',
    'Too dark 0:04',
  ]);
  await expect(section(page)).toContainText('Film it again, nearer or slower, with more light.');
  await stretches.getByRole('button').last().click();
  await expect.poll(() => playerTime(page)).toBeCloseTo(4, 1);

  const places = section(page).getByRole('list', { name: 'Something like a label' });
  const chips = places.getByRole('button', { name: /^Something like a label, / });
  await expect(chips).toHaveCount(5);
  await places.getByRole('button', { name: 'all 7' }).click();
  await expect(chips).toHaveCount(7);
  await chips.last().click();
  await expect(quad(page)).toBeVisible();
  await expect.poll(() => playerTime(page)).toBeCloseTo(4.8, 1);

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  }

  await section(page)
    .getByRole('button', { name: /^Could not be read/ })
    .click();
  await expect(chips).toHaveCount(0);
});

test('where everything was read nothing is said', async ({ page, server }) => {
  await openScan(page, server, []);
  await expect(section(page)).toHaveCount(0);
  await expect(page.locator('[data-gap], [data-place]')).toHaveCount(0);
});

test('labels come while a video is read; the chosen one stays when it ends', async ({
  page,
  server,
}) => {
  const id = await uploadBytes(server, await labelsClip(), 'unread.mp4', { every: '6' });
  await ended(server, id);
  // The server as it answers in the middle: more labels each time, with ids of their own.
  let running = true;
  let answers = 0;
  await page.route(`**/api/v1/jobs/${id}`, async (route) => {
    const response = await route.fetch();
    const job = (await response.json()) as Schemas['Job'];
    if (running) Object.assign(job, { status: 'processing', progress: 40, items_count: 0 });
    await route.fulfill({ response, json: job });
  });
  await page.route('**/items?*', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as Schemas['ItemPage'];
    if (running) {
      answer.items = answer.items.slice(0, 2 * answers++);
      for (const item of answer.items) item.id = `early-${item.id}`;
    }
    await route.fulfill({ response, json: answer });
  });
  await page.route('**/items/early-*/crop', (route) =>
    route.fulfill({
      contentType: 'image/svg+xml',
      body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }),
  );
  await page.goto(`/jobs/${id}`);
  await expect(page.getByText('Labels appear here as they are read.')).toBeVisible();
  // Without events it asks every few seconds.
  await expect(page.getByRole('article')).toHaveCount(3, { timeout: 30_000 });
  const chosen = page.getByRole('button', { name: 'VALVE 0815', exact: true });
  await chosen.click();
  await expect(page).toHaveURL(/[?&]item=early-/);

  running = false;
  await expect(page).not.toHaveURL(/early-/);
  await expect(page).toHaveURL(/[?&]item=/);
  await expect(chosen).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('list', { name: 'Seen' })).toBeVisible();
});
