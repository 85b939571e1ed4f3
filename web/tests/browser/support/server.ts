import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const binary = process.env.BROWSER_TEST_BINARY ?? join(root, 'build/release/mobilscan');
export const sampleClip = join(root, 'samples/plate.mp4');

const READY_MS = 60_000;
const STOP_MS = 30_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Settings of whoever runs the tests must not reach the server. */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('MOBILSCAN_'));
  return { ...Object.fromEntries(kept), MOBILSCAN_WEB_DIR: join(root, 'build/web') };
}

/** `mobilscan serve` with a folder and ports of its own; can be stopped and started again. */
export class Server {
  private process: ChildProcess | undefined;

  private constructor(
    readonly data: string,
    private readonly port: number,
    private readonly webPort: number,
  ) {}

  static async start(): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'mobilscan-browser-'));
    const server = new Server(data, await freePort(), await freePort());
    await server.run();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.webPort}`;
  }

  async run(): Promise<void> {
    const ports = ['--port', String(this.port), '--web-port', String(this.webPort)];
    const child = spawn(binary, ['serve', '--data', this.data, ...ports], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    let log = '';
    child.stderr.on('data', (bytes: Buffer) => (log += bytes.toString()));
    const ready = (async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        if (line.startsWith('ready ')) return;
      }
      throw new Error(`the server ended before it was ready:\n${log}`);
    })();
    const late = setTimeout(() => child.kill('SIGKILL'), READY_MS);
    await ready;
    clearTimeout(late);
  }

  async stop(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }
}
