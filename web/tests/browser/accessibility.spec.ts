// Proves that axe finds nothing serious on any screen, in both themes.
import { AxeBuilder } from '@axe-core/playwright';
import { ended, itemIds, upload, uploadBytes } from './support/api';
import { cutOffClip } from './support/clips';
import { expect, test } from './support/test';

const SCREENS: [string, (id: string, warned: string, label: string) => string][] = [
  ['home', () => '/'],
  ['labels', (id) => `/jobs/${id}?tab=labels`],
  ['a label chosen', (id, _, label) => `/jobs/${id}?item=${label}`],
  ['nothing found', (id) => `/jobs/${id}?tab=labels&q=nothing`],
  ['gallery', (id) => `/jobs/${id}?tab=gallery`],
  ['readings', (id) => `/jobs/${id}?tab=readings`],
  ['warned', (_, warned) => `/jobs/${warned}`],
  ['statistics', () => '/statistics'],
  ['system', () => '/system'],
  ['settings', () => '/settings'],
  ['nothing there', () => '/nowhere'],
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious, ${colorScheme}`, async ({ page, server }) => {
    const id = await upload(server);
    await ended(server, id);
    const [label = ''] = await itemIds(server, id);
    const warned = await uploadBytes(server, await cutOffClip(), 'cut-off.mp4');
    expect((await ended(server, warned)).warnings.length).toBeGreaterThan(0);
    await page.emulateMedia({ colorScheme });
    for (const [name, path] of SCREENS) {
      await page.goto(path(id, warned, label));
      await expect(page.getByRole('main')).not.toBeEmpty();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      const found = serious.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html ?? ''}`);
      expect(found, name).toEqual([]);
    }
  });
}
