import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** What the first load may take in compressed script, in bytes. */
const FIRST_LOAD_BYTES_MAX = 300_000;

/** The entry, what it imports at once, and the largest page behind it. */
function firstLoad(chunks: Map<string, Rolldown.OutputChunk>) {
  const wanted = [...chunks.values()]
    .filter((chunk) => chunk.isEntry)
    .map((chunk) => chunk.fileName);
  const seen = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const chunk = chunks.get(name);
    if (!chunk || seen.has(name)) continue;
    seen.add(name);
    wanted.push(...chunk.imports);
  }
  return seen;
}

/** Prints what a first visit downloads, and fails the build when it is too much. */
export function budget(): Plugin {
  return {
    name: 'mobilscan-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const chunks = new Map<string, Rolldown.OutputChunk>();
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk') chunks.set(part.fileName, part);
      }
      const size = (name: string) => gzipSync(chunks.get(name)?.code ?? '').length;
      const entry = firstLoad(chunks);
      const start = [...entry].reduce((sum, name) => sum + size(name), 0);
      const later = [...chunks.values()]
        .filter((chunk) => !entry.has(chunk.fileName))
        .reduce((sum, chunk) => sum + size(chunk.fileName), 0);
      const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
      // All pages together are the upper bound of what any first page takes.
      this.info(`script, compressed: start ${kB(start)}, all pages ${kB(start + later)}`);
      if (start + later > FIRST_LOAD_BYTES_MAX) {
        this.error(`the page's script is over its budget of ${kB(FIRST_LOAD_BYTES_MAX)}`);
      }
    },
  };
}
