import { test as base, expect, type Page } from '@playwright/test';
import { Server } from './server';

/** What a page must never do, collected while it is used. */
export class Watch {
  readonly faults: string[] = [];
  private interrupted = false;

  /** While the server is down, the browser's own complaints about that are no faults. */
  expectInterruption() {
    this.interrupted = true;
  }

  async observe(page: Page, url: string) {
    await page.exposeFunction('reportViolation', (text: string) => this.faults.push(text));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (window as unknown as { reportViolation: (text: string) => void })
          .reportViolation;
        report(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const network = message.text().startsWith('Failed to load resource');
      if (!(network && this.interrupted)) this.faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const address = request.url();
      const own = [url, 'data:', 'blob:'].some((start) => address.startsWith(start));
      if (!own) this.faults.push(`request to another origin: ${address}`);
    });
  }
}

/** Each file has a server of its own; each page is watched. */
export const test = base.extend<{ watch: Watch }, { server: Server }>({
  server: [
    // Playwright reads the names of what a fixture needs from this pattern.
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  watch: [
    async ({ page, server }, use) => {
      const watch = new Watch();
      await watch.observe(page, server.url);
      await use(watch);
      expect(watch.faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
