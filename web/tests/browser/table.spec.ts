// Proves that a job with 200,000 readings scrolls, searches, and never fills the page with rows.
import { ended, upload } from './support/api';
import { addReadings } from './support/rows';
import { expect, test } from './support/test';

const READINGS = 200_000;
const ROW_NODES_MAX = 400;

test('the table of 200,000 readings keeps few rows in the page', async ({ page, server }) => {
  const id = await upload(server);
  await ended(server, id);
  await addReadings(server, id, READINGS);
  await page.goto(`/jobs/${id}?tab=readings&min=0`);
  const rows = page.locator('[data-row]');
  await expect(rows.first()).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /200,005 readings/ })).toBeVisible();

  const table = page.getByRole('table', { name: 'Readings' });
  let most = 0;
  for (let turn = 0; turn < 12; turn += 1) {
    await table.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await page.waitForTimeout(150);
    most = Math.max(most, await page.getByRole('row').count());
  }
  expect(most).toBeGreaterThan(5);
  expect(most).toBeLessThanOrEqual(ROW_NODES_MAX);
  // Further than what is loaded without scrolling.
  await expect(rows.filter({ hasText: /LOT-0[2-9]\d{4}/ }).first()).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search text' }).fill('lot-199999');
  await expect(rows.filter({ hasText: 'LOT-199999' })).toBeVisible();
  expect(await page.getByRole('row').count()).toBeLessThanOrEqual(ROW_NODES_MAX);
});
