import { defineConfig, devices } from '@playwright/test';

const reports = process.env.BROWSER_TEST_REPORTS ?? '../build/reports';

/** The shipped binary, a real browser, real videos. Debian's Chromium; nothing is downloaded. */
export default defineConfig({
  testDir: './tests/browser',
  outputDir: `${reports}/browser`,
  // The engine uses all cores as it is: a second test beside it would only wait.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['junit', { outputFile: `${reports}/browser.xml` }]],
  use: {
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.BROWSER_TEST_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    {
      name: 'phone',
      use: {
        ...devices['Pixel 7'],
        viewport: { width: 390, height: 844 },
        defaultBrowserType: 'chromium',
      },
    },
  ],
});
