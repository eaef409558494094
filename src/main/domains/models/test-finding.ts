import type {
  ModelProvider,
  ProviderTestFailure,
  ProviderTestFinding,
  ProviderTestStep,
} from '#shared/contracts/models.ts';
import { isAppError } from '#shared/errors.ts';
import { addressOf, type ProviderFailure } from '#main/engine/models/index.ts';

const BY_CODE: Readonly<Record<string, ProviderTestFailure>> = {
  offline: 'offline',
  tls_untrusted: 'untrusted',
  egress_refused: 'not_allowed',
  unreachable: 'unreachable',
};

const BY_REASON: Readonly<Record<string, ProviderTestFailure>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  TimeoutError: 'timeout',
};

const BY_CLASS: Readonly<Record<ProviderFailure['errorClass'], ProviderTestFailure>> = {
  transient_network: 'unreachable',
  transient_rate_limit: 'wait',
  transient_server: 'server',
  transient_db_lock: 'server',
  permanent_validation: 'invalid',
  permanent_auth: 'key',
  permanent_not_found: 'unknown_model',
  permanent_security: 'not_allowed',
  unknown: 'unexplained',
};

/** The kind of what went wrong, and the server's own words; the page says the rest. */
export function findingOf(
  provider: Pick<ModelProvider, 'kind' | 'baseUrl'>,
  step: ProviderTestStep,
  failure: ProviderFailure,
): ProviderTestFinding {
  const address = addressOf(provider);
  const host = URL.canParse(address) ? new URL(address).host : address;
  return { kind: 'failed', why: whyOf(step, failure), host, said: failure.said() };
}

function whyOf(step: ProviderTestStep, { errorClass, cause }: ProviderFailure): ProviderTestFailure {
  const app = isAppError(cause) ? cause : null;
  const known = app && (BY_REASON[String(app.details['reason'])] ?? BY_CODE[app.code]);
  if (known) return known;
  return errorClass === 'permanent_not_found' && step === 'address'
    ? 'unknown_address'
    : BY_CLASS[errorClass];
}
