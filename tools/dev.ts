/**
 * `npm run dev`: the web host with pages that follow each edit. Vite serves the pages and passes everything
 * else on to the host, whose address and origin checks stay as they are. Arguments go to `adiuva web`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer, type ProxyOptions } from 'vite';
import { ensureBuilt } from './build.ts';
import { ROOT } from './build/parts.ts';

/** Paths that the web host answers itself; the rest are pages. */
const HOST_PATHS = ['/trpc', '/session', '/open', '/open.js', '/open.css', '/health'];
const LINK = /http:\/\/127\.0\.0\.1:\d+\/open#\S+/;

function proxyTo(origin: string): ProxyOptions {
  return {
    target: origin,
    changeOrigin: true,
    ws: true,
    configure(proxy) {
      // The host takes its own address only, so each request says that it comes from there.
      proxy.on(
        'proxyReq',
        (request) => void (request.hasHeader('origin') && request.setHeader('origin', origin)),
      );
      proxy.on('proxyReqWs', (request) => void request.setHeader('origin', origin));
    },
  };
}

async function servePages(origin: string): Promise<string> {
  const server = await createServer({
    configFile: join(ROOT, 'vite.renderer.config.mts'),
    server: {
      host: '127.0.0.1',
      // A bare path would be taken for a prefix: /open for /openings.
      proxy: Object.fromEntries(HOST_PATHS.map((path) => [`^${path.replace('.', '\\.')}$`, proxyTo(origin)])),
    },
  });
  await server.listen();
  return server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? origin;
}

await ensureBuilt(['main', 'workers', 'renderer']);
const program = join(ROOT, 'dist', 'main', 'cli.js');
const host = spawn(process.execPath, [program, 'web', '--port', '0', ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'pipe'],
});
process.on('SIGTERM', () => host.kill('SIGTERM'));
// The terminal's Ctrl-C reaches the host too, and we end when it has ended.
process.on('SIGINT', () => undefined);
host.on('exit', (code) => process.exit(code ?? 0));

let pages: Promise<string> | undefined;
for await (const line of createInterface({ input: host.stderr })) {
  const link = LINK.exec(line)?.[0];
  if (link === undefined) {
    console.error(line);
    continue;
  }
  const { origin, hash } = new URL(link);
  pages ??= servePages(origin);
  console.error(`${await pages}/open${hash}`);
}
