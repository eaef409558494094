/**
 * The architecture, as a table: which part of the program may reach which, and why. Process first, domain
 * second, layer third. What no row allows is refused. `node tools/lint/architecture.ts` holds the sources to it.
 */
import { checkTree } from './check-tree.ts';
import { CLOUD } from './cloud-zones.ts';
import { RENDERER } from './renderer-zones.ts';
import type { Architecture, Zone } from './table-types.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** A domain may use those to its left, through their index.ts. Adding one: say why in a decision file. */
const DOMAINS = words(`
  activity network permissions proposals playbooks changes jobs clients projects tasks checkpoints notes search notifications
  saved-filters timeline home trash imports exports sample
  connectors plugins models memory answers brief agents assistant traces datasets evals flows
  backup cloud settings system
`);

const ANYWHERE: readonly Zone[] = [
  {
    name: 'shared',
    files: ['src/shared/**'],
    zones: ['shared'],
    packages: ['zod'],
    node: false,
    why: 'shared runs in every process, in a plugin and in the browser: types, zod and pure functions',
  },
  {
    name: 'sdk',
    files: ['src/sdk/**'],
    zones: ['sdk', 'shared'],
    packages: [],
    node: false,
    why: 'the SDK is all that a plugin author can touch: nothing of the inside may leak through it',
  },
  {
    name: 'plugin',
    files: ['plugins/*/**'],
    zones: ['plugin', 'sdk'],
    packages: [],
    node: false,
    apart: 'plugins/',
    why: 'a plugin runs in the sandbox with the SDK alone, as one from a stranger would',
  },
  {
    name: 'preload',
    files: ['src/preload/**'],
    zones: ['preload', 'shared'],
    packages: ['electron'],
    node: false,
    why: 'the preload script is sandboxed and exposes one channel',
  },
];

const WORKERS: readonly Zone[] = [
  {
    name: 'worker-sqlite',
    files: ['src/workers/sqlite/**'],
    zones: ['worker-sqlite', 'db-driver', 'shared'],
    packages: ['better-sqlite3-multiple-ciphers'],
    node: true,
    why: 'the far side of the driver: it knows the driver and its protocol, and nothing of what is stored',
  },
  {
    name: 'worker-mail',
    files: ['src/workers/mail/**'],
    zones: ['worker-mail', 'shared'],
    packages: ['mailparser', 'zod'],
    node: true,
    why: 'mail from strangers is taken apart where it can neither hold up the app nor reach anything of it',
  },
  {
    name: 'worker-calendar',
    files: ['src/workers/calendar/**'],
    zones: ['worker-calendar', 'shared'],
    packages: ['ical.js', 'zod'],
    node: true,
    why: 'calendars and their rules are unfolded where an endless one holds up nothing else',
  },
  {
    name: 'worker-extract',
    files: ['src/workers/extract/**'],
    zones: ['worker-extract', 'shared'],
    packages: words('unpdf mammoth fflate html-to-text better-sqlite3-multiple-ciphers zod'),
    node: true,
    why: 'files and databases of others are read where a hostile one costs a worker and nothing else',
  },
  {
    name: 'worker-plugin-host',
    files: ['src/workers/plugin-host/**'],
    zones: ['worker-plugin-host', 'sdk', 'shared'],
    packages: words('quickjs-emscripten-core @jitl/quickjs-wasmfile-release-sync zod'),
    node: true,
    why: 'the sandbox: it knows the engine that runs strange code and the protocol, and holds nothing worth taking',
  },
  {
    name: 'worker-embedder',
    files: ['src/workers/embedder/**'],
    zones: ['worker-embedder', 'shared'],
    packages: words('onnxruntime-node @huggingface/tokenizers zod'),
    node: true,
    why: 'turning texts into vectors takes the whole of a core: it gets one that nobody waits for',
  },
  {
    name: 'worker-vault',
    files: ['src/workers/vault/**'],
    zones: ['worker-vault', 'vault-format', 'db-pages', 'shared'],
    types: ['engine'],
    packages: [],
    node: true,
    why: 'a backup is read, compressed and sealed, or opened and written, away from everything that answers a person',
  },
  {
    name: 'worker-datasets',
    files: ['src/workers/datasets/**'],
    zones: ['worker-datasets', 'shared'],
    packages: words(`json-schema-faker @faker-js/faker ajv ajv-formats quickjs-emscripten-core
      @jitl/quickjs-wasmfile-release-sync hyparquet hyparquet-writer papaparse zod`),
    node: true,
    why: 'records are made, checked and counted by the hundred thousand, and by code of the person: in a core of their own',
  },
  {
    name: 'worker',
    files: ['src/workers/*/**'],
    zones: ['worker', 'sdk', 'shared'],
    packages: ['zod'],
    node: true,
    apart: 'src/workers/',
    why: 'a worker is a program of its own: it shares a protocol with main, not code',
  },
];

const HOST_ZONES = words('compose api engine secrets egress db log main-root shared');

const HOSTS: readonly Zone[] = [
  {
    name: 'host-control',
    files: ['src/main/hosts/control/**'],
    zones: ['host-control', ...HOST_ZONES],
    packages: ['@trpc/server', 'zod'],
    node: true,
    network: true,
    why: 'the socket in the data folder, through which commands reach an app that is already running',
  },
  {
    name: 'host-electron',
    files: ['src/main/hosts/electron/**'],
    zones: ['host-electron', 'host-control', ...HOST_ZONES],
    packages: ['electron', '@trpc/server', 'zod'],
    node: true,
    why: 'the one place that knows Electron: lifecycle, windows, IPC, menu, tray, safeStorage',
  },
  {
    name: 'host-web',
    files: ['src/main/hosts/web/**'],
    zones: ['host-web', 'host-control', ...HOST_ZONES],
    packages: words('@trpc/server ws mime zod'),
    node: true,
    network: true,
    why: 'the same app on the loopback address: static pages and tRPC over WebSocket',
  },
  {
    name: 'host-cli',
    files: ['src/main/hosts/cli/**'],
    zones: ['host-cli', 'host-web', 'host-control', ...HOST_ZONES],
    packages: words('@trpc/server @trpc/client commander zod'),
    node: true,
    why: 'headless commands: they go through the same API as the pages do',
  },
  {
    name: 'host-verify',
    files: ['src/main/hosts/verify/**'],
    zones: ['host-verify', 'vault-format', 'shared'],
    packages: ['zod'],
    node: true,
    why: 'the verifier proves a backup with the format alone: what else it used could hide a mistake of it',
  },
  {
    name: 'compose',
    files: ['src/main/compose.ts', 'src/main/workspace.ts', 'src/main/compose/**'],
    zones: words(
      'compose api domain-door engine vault-targets model-providers vectors secrets egress db db-driver log main-root shared',
    ),
    packages: ['zod'],
    node: true,
    why: 'the one place where everything is built and wired, without a host: domains by their doors only',
  },
];

const MAIN: readonly Zone[] = [
  {
    name: 'api',
    files: ['src/main/api/**'],
    zones: words('api domain-router log shared'),
    types: words('compose domain-door engine vectors secrets db'),
    packages: ['@trpc/server', 'zod'],
    node: true,
    why: 'the root router, its context and the error map: it names the routers and does no work',
  },
  {
    name: 'domain-router',
    files: ['src/main/domains/**/*.router.ts'],
    // domain-router: a domain of several nouns has a router for each, and one that puts them together.
    zones: ['api', 'domain-router', 'domain-inner', 'shared'],
    types: ['domain-door', 'engine', 'db'],
    packages: ['@trpc/server', 'zod'],
    node: false,
    why: 'a procedure parses its input, makes one service call and returns: no store, no Node',
  },
  {
    name: 'domain-store',
    files: ['src/main/domains/**/*.store.ts'],
    zones: words('domain-store domain-inner connector domain-door db db-tables shared'),
    types: ['db-driver'],
    packages: ['drizzle-orm', 'zod'],
    node: false,
    why: 'only stores know tables and SQL, so that a change of schema ends there',
  },
  {
    name: 'domain-door',
    files: ['src/main/domains/*/index.ts'],
    zones: words('domain-inner connector domain-store domain-door engine db log shared'),
    types: ['egress', 'secrets'],
    packages: ['zod'],
    node: true,
    why: 'the door builds the domain and names what others may use: no tRPC, no tables',
  },
  {
    name: 'connector',
    files: ['src/main/domains/connectors/*/**'],
    zones: words('connector domain-inner domain-store domain-door engine egress db log main-root shared'),
    packages: words('zod imapflow tsdav chokidar'),
    node: true,
    why: 'a connector knows the protocol of one kind of source, and every connection of it goes out by the egress',
  },
  {
    name: 'agents',
    files: ['src/main/domains/agents/langgraph.ts'],
    zones: words('agents domain-inner domain-store shared'),
    packages: words('@langchain/langgraph @langchain/core @langchain/langgraph-checkpoint'),
    node: true,
    why: 'one file knows LangGraph and its checkpoints, so that it can be changed for another',
  },
  {
    name: 'domain-inner',
    files: ['src/main/domains/*/**'],
    zones: words('domain-inner agents domain-store domain-door engine db log shared'),
    // The port of the vector index; how it is opened is handed over.
    types: ['vectors'],
    packages: words(
      'zod fractional-indexing diff chrono-node rrule ical.js papaparse yaml fflate mime ajv ajv-formats esbuild pdf-lib jsonrepair',
    ),
    node: true,
    why: 'services take readers, writers and ports as arguments: no drizzle, tRPC, electron or network in the product',
  },
  {
    name: 'secrets',
    files: ['src/main/engine/secrets/**'],
    zones: ['secrets', 'log', 'shared'],
    packages: words('argon2 keytar @scure/bip39 zod'),
    node: true,
    why: 'key material stays in one small place that imports little and is read closely',
  },
  {
    name: 'vault-format',
    files: ['src/main/engine/vault/format/**'],
    zones: ['vault-format', 'secrets', 'shared'],
    packages: ['zod'],
    node: true,
    why: 'the format of the backup is bytes and keys only: the app, its worker and the verifier read it alike',
  },
  {
    name: 'egress',
    files: ['src/main/engine/egress/**'],
    zones: ['egress', 'log', 'shared'],
    types: ['db'],
    packages: ['zod'],
    node: true,
    network: true,
    why: 'one way out: every byte that leaves the machine passes here, is limited and is written down',
  },
  {
    name: 'model-providers',
    files: ['src/main/engine/models/providers/**'],
    zones: words('model-providers engine egress log shared'),
    packages: words(
      'zod @ai-sdk/openai @ai-sdk/anthropic @ai-sdk/google @ai-sdk/mistral @ai-sdk/groq @ai-sdk/openai-compatible @ai-sdk/provider',
    ),
    node: true,
    why: 'each provider is spoken to by its own package, loaded at the first call, and only through the egress',
  },
  {
    name: 'vectors',
    files: ['src/main/engine/vectors/**'],
    zones: words('vectors engine engine-store db log main-root shared'),
    packages: words('@lancedb/lancedb apache-arrow zod'),
    node: true,
    why: 'the one place that knows the vector database: ids and numbers go in, never text',
  },
  {
    name: 'engine-store',
    files: ['src/main/engine/**/*.store.ts'],
    zones: words('engine-store engine db db-tables shared'),
    types: ['db-driver'],
    packages: ['drizzle-orm', 'zod'],
    node: false,
    why: 'only stores know tables and SQL, in the engine as in the domains',
  },
  {
    name: 'vault-targets',
    files: ['src/main/engine/vault/targets/**'],
    zones: words('vault-targets engine secrets egress db main-root shared'),
    packages: ['aws4fetch', '@xmldom/xmldom', 'zod'],
    node: true,
    why: 'where a backup lies is one port with four kinds behind it, and what goes over a network goes by the egress',
  },
  {
    name: 'engine',
    files: ['src/main/engine/**'],
    zones: words('engine vault-targets engine-store vault-format secrets egress db log main-root shared'),
    // What a backup holds still and writes, by name only.
    types: ['db-pages', 'db-driver'],
    // ajv: what a model answers is checked against the schema that was asked for.
    packages: ['zod', 'node-cron', 'ajv'],
    node: true,
    why: 'machinery without product nouns: it serves every domain and knows none',
  },
  {
    name: 'db-driver',
    files: ['src/main/db/driver/**'],
    zones: ['db-driver', 'main-root', 'shared'],
    packages: ['better-sqlite3-multiple-ciphers', '@journeyapps/sqlcipher'],
    node: true,
    why: 'the driver port and its implementations: the only code that knows a SQLite package',
  },
  {
    name: 'db-pages',
    files: ['src/main/db/pages/**'],
    zones: ['db-pages', 'secrets', 'shared'],
    types: ['db-driver'],
    packages: [],
    node: true,
    why: 'the pages below SQLite are keys and bytes: whoever reads or writes them knows nothing of what they say',
  },
  {
    name: 'db-tables',
    files: ['src/main/db/tables/**'],
    zones: ['db-tables', 'shared'],
    packages: ['drizzle-orm'],
    node: false,
    why: 'tables are declarations that migrations are made from',
  },
  {
    name: 'db',
    files: ['src/main/db/**'],
    zones: words('db db-driver db-pages db-tables secrets log main-root shared'),
    packages: ['drizzle-orm', 'zod'],
    node: true,
    why: 'the only opener of the store: connections, transactions, migrations, the change log',
  },
  {
    name: 'log',
    files: ['src/main/log/**'],
    zones: ['log', 'shared'],
    types: ['db-driver'],
    packages: ['pino', 'pino-roll'],
    node: true,
    why: 'loggers redact by construction, so they know nothing of what they log',
  },
  {
    name: 'main-root',
    files: ['src/main/*.ts'],
    zones: ['main-root', 'shared'],
    packages: ['zod'],
    node: true,
    why: 'small facts about the running program, such as where its files lie',
  },
];

export const ARCHITECTURE: Architecture = {
  zones: [...ANYWHERE, ...WORKERS, ...HOSTS, ...MAIN, ...RENDERER, ...CLOUD],
  domains: DOMAINS,
  exceptions: [],
};

if (import.meta.main) {
  const violations = checkTree(ARCHITECTURE);
  for (const { file, line, rule, message, why } of violations) {
    console.log(`${file}:${line}  ${rule}: ${message}\n    why: ${why}`);
  }
  console.log(
    violations.length === 0 ? 'the architecture holds' : `${violations.length} places break the architecture`,
  );
  process.exitCode = violations.length === 0 ? 0 : 1;
}
