// Proves that the description of the API shows itself from bundled files under the same policy.
import { expect, test } from './support/test';

test('the API description lists the calls', async ({ page }) => {
  await page.goto('/docs');
  await expect(page.getByText('/api/v1/jobs/{job_id}/detections.csv')).toBeVisible();
});
