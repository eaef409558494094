import type { Zone } from './table-types.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The cloud endpoint is a program of its own that others run: it shares no code with the app. */
export const CLOUD: readonly Zone[] = [
  {
    name: 'cloud-store',
    files: ['cloud/src/**/*.store.ts'],
    zones: words('cloud-store cloud-db cloud-facts'),
    packages: ['drizzle-orm'],
    node: false,
    why: 'only stores know tables and SQL, so that a change of schema ends there',
  },
  {
    name: 'cloud-db',
    files: ['cloud/src/db/**'],
    zones: words('cloud-db cloud-facts'),
    packages: words('drizzle-orm pg @electric-sql/pglite'),
    node: true,
    why: 'the one place that knows which database it is',
  },
  {
    name: 'cloud-blobs',
    files: ['cloud/src/blobs/**'],
    zones: words('cloud-blobs cloud-facts'),
    packages: ['aws4fetch'],
    node: true,
    network: true,
    why: 'bytes by an id, in a folder or a bucket: it knows neither names nor owners',
  },
  {
    name: 'cloud-routes',
    files: ['cloud/src/**/*.routes.ts', 'cloud/src/**/*.schemas.ts', 'cloud/src/http/**'],
    zones: words('cloud-routes cloud-services cloud-store cloud-facts'),
    types: ['cloud-blobs'],
    packages: words(
      'fastify fastify-type-provider-zod @fastify/rate-limit @fastify/swagger @fastify/swagger-ui prom-client zod',
    ),
    node: true,
    why: 'what speaks HTTP: it parses, asks a service and answers, without a table or a blob of its own',
  },
  {
    name: 'cloud-services',
    files: ['cloud/src/accounts/**', 'cloud/src/vaults/**'],
    zones: words('cloud-services cloud-store cloud-facts'),
    types: ['cloud-blobs', 'cloud-db'],
    packages: words('argon2 jose zod'),
    node: true,
    why: 'what the endpoint promises, told without HTTP and without SQL',
  },
  {
    name: 'cloud-facts',
    files: ['cloud/src/{errors,tiers,config}.ts'],
    zones: ['cloud-facts'],
    packages: ['zod'],
    node: true,
    why: 'errors, tiers and settings: known everywhere, knowing nothing',
  },
  {
    name: 'cloud-root',
    files: ['cloud/src/*.ts'],
    zones: words('cloud-root cloud-routes cloud-services cloud-store cloud-db cloud-blobs cloud-facts'),
    packages: words('fastify fastify-type-provider-zod zod'),
    node: true,
    network: true,
    why: 'the one place of the endpoint where everything is built and wired',
  },
];
