import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { quotasOf, REQUESTS_PER_MINUTE, TIERS, type Quotas, type Tier } from './tiers.ts';

export type S3Config = {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

export type CloudConfig = {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly dataFolder: string;
  /** Left out: PGlite in the data folder. */
  readonly databaseUrl?: string | undefined;
  /** Left out: a folder in the data folder. */
  readonly s3?: S3Config | undefined;
  readonly isSelfHosted: boolean;
  readonly registration: 'open' | 'invite' | 'closed';
  readonly inviteCode?: string | undefined;
  readonly defaultTier: Tier;
  /** Proxies in front whose `X-Forwarded-For` is believed: addresses or networks, with commas. */
  readonly trustProxy: string | false;
  readonly metricsToken?: string | undefined;
  /** How long deleted and replaced objects are kept. */
  readonly deletedDays: number;
  readonly maxObjectBytes: number;
  readonly maxUploadBytes: number;
  readonly quotaBytes: Quotas;
  readonly requestsPerMinute: Readonly<Record<Tier, number>>;
  readonly addressLimits: AddressLimits;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
};

/** Requests a minute from one address (and, for signing in, for one e-mail address). */
export type AddressLimits = {
  readonly all: number;
  readonly register: number;
  readonly login: number;
  readonly loginOfOneEmail: number;
  readonly refresh: number;
};

const ADDRESS_LIMITS: AddressLimits = {
  all: 1200,
  register: 10,
  login: 30,
  loginOfOneEmail: 10,
  refresh: 120,
};

const MEBIBYTE = 1024 * 1024;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const environment = z.object({
  ADIUVA_CLOUD_HOST: z.string().min(1).default('127.0.0.1'),
  ADIUVA_CLOUD_PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  ADIUVA_CLOUD_DATA: z.string().min(1).optional(),
  ADIUVA_CLOUD_SELF_HOSTED: flag.default(true),
  ADIUVA_CLOUD_REGISTRATION: z.enum(['open', 'invite', 'closed']).optional(),
  ADIUVA_CLOUD_INVITE_CODE: z.string().min(12).optional(),
  ADIUVA_CLOUD_DEFAULT_TIER: z.enum(TIERS).optional(),
  ADIUVA_CLOUD_TRUST_PROXY: z.string().min(1).optional(),
  ADIUVA_CLOUD_METRICS_TOKEN: z.string().min(16).optional(),
  ADIUVA_CLOUD_DELETED_DAYS: z.coerce.number().min(0).max(3650).default(7),
  ADIUVA_CLOUD_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(1024 * MEBIBYTE),
  ADIUVA_CLOUD_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  ADIUVA_CLOUD_S3_ENDPOINT: z.url().optional(),
  ADIUVA_CLOUD_S3_REGION: z.string().min(1).default('us-east-1'),
  ADIUVA_CLOUD_S3_BUCKET: z.string().min(1).optional(),
  ADIUVA_CLOUD_S3_PREFIX: z
    .string()
    .regex(/^([A-Za-z0-9_-]+\/)*$/, 'ends with a slash')
    .default(''),
  ADIUVA_CLOUD_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  ADIUVA_CLOUD_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  DATABASE_URL: z.string().min(1).optional(),
});

type Environment = z.infer<typeof environment>;

/** Settings that cannot be followed. The message names the variable, never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function readConfig(env: NodeJS.ProcessEnv): CloudConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The server was not started: ${wrong.join('; ')}.`);
  }
  const values = parsed.data;
  return {
    host: values.ADIUVA_CLOUD_HOST,
    port: values.ADIUVA_CLOUD_PORT,
    dataFolder: values.ADIUVA_CLOUD_DATA ?? defaultDataFolder(env),
    databaseUrl: values.DATABASE_URL,
    s3: s3Of(values),
    isSelfHosted: values.ADIUVA_CLOUD_SELF_HOSTED,
    registration: registrationOf(values),
    inviteCode: values.ADIUVA_CLOUD_INVITE_CODE,
    defaultTier: values.ADIUVA_CLOUD_DEFAULT_TIER ?? (values.ADIUVA_CLOUD_SELF_HOSTED ? 'team' : 'free'),
    trustProxy: values.ADIUVA_CLOUD_TRUST_PROXY ?? false,
    metricsToken: values.ADIUVA_CLOUD_METRICS_TOKEN,
    deletedDays: values.ADIUVA_CLOUD_DELETED_DAYS,
    maxObjectBytes: 32 * MEBIBYTE,
    maxUploadBytes: values.ADIUVA_CLOUD_MAX_UPLOAD_BYTES,
    quotaBytes: quotasOf(values.ADIUVA_CLOUD_SELF_HOSTED),
    requestsPerMinute: REQUESTS_PER_MINUTE,
    addressLimits: ADDRESS_LIMITS,
    logLevel: values.ADIUVA_CLOUD_LOG_LEVEL,
  };
}

function defaultDataFolder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'adiuva-cloud');
}

/** Whoever can be reached from elsewhere says who may register: room on the disk is given away with it. */
function registrationOf(values: Environment): CloudConfig['registration'] {
  const asked = values.ADIUVA_CLOUD_REGISTRATION;
  const isAlone = LOOPBACK.has(values.ADIUVA_CLOUD_HOST) && values.ADIUVA_CLOUD_TRUST_PROXY === undefined;
  if (asked === undefined && !isAlone) {
    throw new ConfigError(
      'The server was not started: others can reach it, so ADIUVA_CLOUD_REGISTRATION has to say who may make an ' +
        'account: open, invite (with ADIUVA_CLOUD_INVITE_CODE) or closed.',
    );
  }
  if (asked === 'invite' && values.ADIUVA_CLOUD_INVITE_CODE === undefined) {
    throw new ConfigError(
      'The server was not started: ADIUVA_CLOUD_REGISTRATION=invite needs ADIUVA_CLOUD_INVITE_CODE.',
    );
  }
  return asked ?? 'open';
}

function s3Of(values: Environment): S3Config | undefined {
  const { ADIUVA_CLOUD_S3_ENDPOINT: endpoint, ADIUVA_CLOUD_S3_BUCKET: bucket } = values;
  const accessKeyId = values.ADIUVA_CLOUD_S3_ACCESS_KEY_ID;
  const secretAccessKey = values.ADIUVA_CLOUD_S3_SECRET_ACCESS_KEY;
  const given = [endpoint, bucket, accessKeyId, secretAccessKey];
  if (given.every((value) => value === undefined)) return undefined;
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) {
    throw new ConfigError(
      'The server was not started: a bucket needs all of ADIUVA_CLOUD_S3_ENDPOINT, _BUCKET, _ACCESS_KEY_ID and ' +
        '_SECRET_ACCESS_KEY.',
    );
  }
  const { ADIUVA_CLOUD_S3_REGION: region, ADIUVA_CLOUD_S3_PREFIX: prefix } = values;
  return { endpoint, bucket, accessKeyId, secretAccessKey, region, prefix };
}
