import browser from './playwright.config';

/** The pictures of the README, from the real page: scripts/screenshots. */
export default { ...browser, testDir: './tests/pictures', reporter: 'list', projects: undefined };
