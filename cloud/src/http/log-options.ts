import type { FastifyRequest, FastifyServerOptions } from 'fastify';
import type { CloudConfig } from '../config.ts';

/**
 * What is logged holds no content: routes and not addresses, ids and not names, and of an error its kind and where it
 * happened, since the message of a database error repeats the values of the query.
 */
export function logOptions(
  level: CloudConfig['logLevel'],
  stream?: { write(line: string): void },
): FastifyServerOptions['logger'] {
  if (level === 'silent') return false;
  return {
    level,
    base: null,
    ...(stream === undefined ? {} : { stream }),
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { req: routeOf, res: ({ statusCode }) => ({ statusCode }), err: describeError },
  };
}

function routeOf({ method, routeOptions }: FastifyRequest): { method: string; route: unknown } {
  return { method, route: routeOptions.url };
}

/** Errors of the system and of this program say nothing that was sent; all others may. */
function describeError(error: Error): { type: string; message: string; stack: string; code?: unknown } {
  const isSystem = 'syscall' in error || error.name === 'CloudError';
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const cause = error.cause instanceof Error ? codeOf(error.cause) : undefined;
  const code = codeOf(error) ?? cause;
  return {
    type: error.name,
    message: isSystem && !('path' in error) ? error.message : '',
    stack: frames.join('\n'),
    ...(code === undefined ? {} : { code }),
  };
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
