import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { CloudError } from '../errors.ts';

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

/** Prometheus text at `/metrics`: for this machine, and for whoever knows the token. */
export function addMetrics(app: FastifyInstance, token: string | undefined): void {
  const registers = [new Registry()];
  const labelNames = ['method', 'route', 'status'];
  const requests = new Histogram({
    name: 'adiuva_request_seconds',
    help: 'Time from the request to the end of its answer.',
    buckets: SECONDS,
    labelNames,
    registers,
  });
  const received = new Counter({
    name: 'adiuva_received_bytes',
    help: 'Bytes of bodies announced.',
    registers,
  });
  const memory = new Gauge({ name: 'adiuva_memory_bytes', help: 'Resident memory.', registers });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    received.inc(Number(request.headers['content-length'] ?? 0) || 0);
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request, token)) throw new CloudError('not_found', 'There is no such address.');
    memory.set(process.memoryUsage.rss());
    const [registry] = registers;
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await registry?.metrics());
  });
}

/** The address of the connection itself: what a proxy tells of others cannot make a stranger local. */
function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) {
    const address = request.socket.remoteAddress ?? '';
    const isDirect =
      request.headers['x-forwarded-for'] === undefined && request.headers['forwarded'] === undefined;
    return isDirect && (address === '::1' || address.replace('::ffff:', '').startsWith('127.'));
  }
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(`Bearer ${token}`), digest(request.headers.authorization ?? ''));
}
