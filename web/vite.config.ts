import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { apiDescription } from './build/api-description.ts';
import { budget } from './build/budget.ts';
import { compress } from './build/compress.ts';
import { licences } from './build/licences.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.MOBILSCAN_DEV_SERVER ?? 'http://127.0.0.1:8501';
const api = ['/api', '/openapi.json', '/health', '/pair'];

export default defineConfig({
  plugins: [react(), apiDescription(), licences(), budget(), compress()],
  resolve: { alias: { '@': here('./src') } },
  build: {
    outDir: here('../build/web'),
    emptyOutDir: true,
    target: 'es2022',
    // The polyfill would be an inline script, which the content security policy forbids.
    modulePreload: { polyfill: false },
    // Fonts and icons stay files: the policy allows no font from a data: address.
    assetsInlineLimit: 0,
    license: { fileName: 'third-party-licences.txt' },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: Object.fromEntries(api.map((path) => [path, { target: server }])) },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    setupFiles: ['./src/testing/setup.ts'],
  },
});
