import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Shipped, but as files that the bundler does not see as code. */
const PACKAGES = [
  'swagger-ui-dist',
  '@fontsource-variable/inter',
  '@fontsource-variable/jetbrains-mono',
];

function notice(name: string) {
  const folder = dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    license: string;
  };
  const texts = ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt']
    .map((file) => join(folder, file))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8').trim());
  return `\n## ${name} - ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}

/** Completes the list of licences that Vite writes from what it bundles. */
export function licences(): Plugin {
  let file = '';
  return {
    name: 'mobilscan-licences',
    apply: 'build',
    configResolved(config) {
      file = join(config.build.outDir, 'third-party-licences.txt');
    },
    closeBundle() {
      for (const name of PACKAGES) appendFileSync(file, notice(name));
    },
  };
}
