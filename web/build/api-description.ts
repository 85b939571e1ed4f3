import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ASSETS = ['swagger-ui-bundle.js', 'swagger-ui.css'];

/**
 * Puts Swagger UI beside /docs/index.html, as files: its bundle would only grow by being bundled
 * again, and /docs loads it without any inline script.
 */
export function apiDescription(): Plugin {
  let outDir = '';
  return {
    name: 'mobilscan-api-description',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    closeBundle() {
      const from = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
      mkdirSync(join(outDir, 'docs'), { recursive: true });
      for (const name of ASSETS) copyFileSync(join(from, name), join(outDir, 'docs', name));
    },
  };
}
