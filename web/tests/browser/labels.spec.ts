// Proves that a label is found by a part of its text, shows each time it was in the picture, and
// says in words what its code says.
import type { Page } from '@playwright/test';
import type { components } from '../../src/lib/api/schema';
import { ended, uploadBytes } from './support/api';
import { labelsClip } from './support/clips';
import type { Server } from './support/server';
import { expect, test } from './support/test';

type ItemPage = components['schemas']['ItemPage'];

async function scanLabels(server: Server): Promise<string> {
  const id = await uploadBytes(server, await labelsClip(), 'labels.mp4', { every: '6' });
  expect((await ended(server, id)).items_count).toBe(3);
  return id;
}

const labels = (page: Page) => page.getByRole('list', { name: 'Labels' }).getByRole('article');
const moment = (page: Page) => Number(new URL(page.url()).searchParams.get('t'));

test('labels are searched as one types; the address keeps the search', async ({ page, server }) => {
  const id = await scanLabels(server);
  await page.goto(`/jobs/${id}`);
  await expect(labels(page)).toHaveCount(3);
  const search = page.getByRole('searchbox', { name: 'Search labels' });
  const count = page.getByRole('status').filter({ hasText: /^\d of 3 labels$/ });
  await expect(count).toHaveCount(0);

  await page.keyboard.press('/');
  await page.keyboard.type('valve');
  await expect(labels(page)).toHaveCount(1);
  await expect(labels(page)).toContainText('VALVE 0815');
  await expect(count).toHaveText('1 of 3 labels');
  await expect(page).toHaveURL(/[?&]q=valve/);
  await page.reload();
  await expect(search).toHaveValue('valve');
  await expect(labels(page)).toHaveCount(1);

  await search.fill('crane');
  await expect(page.getByText('No label contains “crane”')).toBeVisible();
  await expect(count).toHaveText('0 of 3 labels');
  await page.getByText('Clear the search', { exact: true }).click();
  await expect(labels(page)).toHaveCount(3);
  await expect(search).toHaveValue('');
  await expect(page).not.toHaveURL(/[?&]q=/);

  await search.fill('2390');
  await expect(labels(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(labels(page)).toHaveCount(3);
  await expect(search).toBeFocused();
});

test('a label that came back has two stretches, which lead to it', async ({ page, server }) => {
  const id = await scanLabels(server);
  await page.goto(`/jobs/${id}`);
  const spans = page.locator('[data-span]');
  await expect(labels(page)).toHaveCount(3);
  await expect(spans).toHaveCount(0);

  await page.getByRole('button', { name: 'VALVE 0815', exact: true }).click();
  await expect(spans).toHaveCount(1);
  await page.getByRole('button', { name: 'PUMP 4711', exact: true }).click();
  await expect(spans).toHaveCount(2);

  const seen = page.getByRole('list', { name: 'Seen' }).getByRole('button');
  await expect(seen).toHaveCount(2);
  await seen.last().click();
  await expect(seen.last()).toHaveAttribute('aria-current', 'true');
  await expect.poll(() => moment(page)).toBeGreaterThan(3.4);
  await expect(page.locator('[data-detection][data-selected]')).toBeVisible();

  // In the timeline a press leads to the sighting that is nearest to it.
  await spans.first().click();
  await expect.poll(() => moment(page)).toBeLessThan(1.5);
  expect(moment(page)).toBeGreaterThan(0.2);
  await expect(page.locator('[data-detection][data-selected]')).toBeVisible();

  // Each time has its picture; the first of them at first.
  await page.getByRole('button', { name: /^seen \d+ times$/ }).click();
  const pictures = page.getByRole('list', { name: 'Pictures of each time' });
  await expect(pictures.getByRole('button')).toHaveCount(12);
  await expect(pictures.getByRole('img').first()).toBeVisible();
  await page.getByRole('button', { name: /^Show all \d+$/ }).click();
  expect(await pictures.getByRole('button').count()).toBeGreaterThan(12);
  await pictures.getByRole('button').last().click();
  await expect.poll(() => moment(page)).toBeGreaterThan(4.5);
  await expect(pictures.getByRole('button').last()).toHaveAttribute('aria-current', 'true');
});

test('the picture says of each label what its card says, and leads to it', async ({
  page,
  server,
}) => {
  const id = await scanLabels(server);
  await page.goto(`/jobs/${id}?t=0.5`);
  const tags = page.locator('[data-tag]');
  await expect(tags).toHaveCount(3);
  const said = await tags.allTextContents();
  for (const card of await labels(page).all()) {
    const text = (await card.getByRole('button').first().textContent()) ?? '';
    const confidence = (await card.getByText(/^\d+%$/).textContent()) ?? 'none';
    expect(said).toContain(`${text} ${confidence}`);
  }
  // No tag lies over a text.
  const areas = async (what: string) =>
    Promise.all((await page.locator(what).all()).map((one) => one.boundingBox()));
  for (const tag of await areas('[data-tag]')) {
    for (const box of await areas('[data-detection]')) {
      const apart =
        !tag ||
        !box ||
        tag.x > box.x + box.width ||
        box.x > tag.x + tag.width ||
        tag.y > box.y + box.height ||
        box.y > tag.y + tag.height;
      expect(apart).toBe(true);
    }
  }

  // Beside single readings, each with a confidence of its own, the picture tells texts alone.
  const tab = (name: RegExp) => page.locator('label').filter({ hasText: name });
  await tab(/^Readings/).click();
  await expect(tags.filter({ hasText: '%' })).toHaveCount(0);
  await tab(/^Labels/).click();
  await expect(tags.filter({ hasText: '%' })).toHaveCount(3);

  const boxes = page.locator('[data-detection]');
  await boxes.nth(1).click();
  await expect(page).toHaveURL(/[?&]item=/);
  await expect(labels(page).locator('[aria-pressed=true]')).toHaveCount(1);
  await expect(page.locator('[data-detection][data-selected]')).toHaveCount(1);
});

test('a GS1 code says in words what it means, and what of it is wrong', async ({
  page,
  server,
}) => {
  const id = await scanLabels(server);
  await page.route('**/items?*', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as ItemPage;
    const [first] = answer.items;
    if (first) {
      first.text = '0195012345678900\u001d10AB-12';
      first.readable = '(01)95012345678900(10)AB-12';
      first.elements = [
        { identifier: '01', name: 'gtin', value: '95012345678900', unit: null, valid: false },
        { identifier: '10', name: 'lot', value: 'AB-12', unit: null, valid: true },
        { identifier: '310', name: 'net_weight_kg', value: '12.50', unit: 'kg', valid: true },
        { identifier: '8200', name: null, value: 'X', unit: null, valid: true },
      ];
    }
    await route.fulfill({ response, json: answer });
  });
  await page.goto(`/jobs/${id}`);
  const card = labels(page).first();
  // The card says what people write; what the code holds is shown to those who ask.
  const heading = card.getByRole('button', { name: '(01)95012345678900(10)AB-12', exact: true });
  await heading.click();
  const raw = page.getByText('0195012345678900␝10AB-12');
  await expect(raw).toBeHidden();
  await page.getByText('Raw text').click();
  await expect(raw).toBeVisible();
  await expect(card.getByRole('term')).toHaveText([
    'GTIN (01)',
    'Batch / lot (10)',
    'Net weight (310)',
    'AI 8200',
  ]);
  await expect(card.getByRole('definition')).toHaveText([
    /^95012345678900\s*check digit is wrong$/,
    'AB-12',
    '12.50 kg',
    'X',
  ]);
});
