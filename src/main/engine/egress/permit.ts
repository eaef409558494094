import { AppError } from '#shared/errors.ts';

export type HostAndPort = { readonly host: string; readonly port: number };

/** What one feature may reach. */
export type Permit = {
  /** Which part of the product asks, for the ledger: `email`, `calendar`, `plugin:<name>`. */
  readonly feature: string;
  /** `host` or `host:port` that may be reached where it is public, or `any-public`. */
  readonly hosts: readonly string[] | 'any-public';
  /** What the person typed in themselves: taken even on this machine or in the local network. */
  readonly configured: readonly HostAndPort[];
  /**
   * Loopback addresses and nothing else: what goes there does not leave this machine, and is let through while the
   * offline switch is on. For models that run here, and set by their gateway alone.
   */
  readonly isThisMachineOnly?: boolean;
  /** For hosts that are asked often: a connection may stay open for some seconds and carry the next request. */
  readonly keepsOpen?: boolean;
  /** The run and the trace on whose behalf it goes out, for the ledger. */
  readonly runId?: string | null;
  readonly traceId?: string | null;
};

/** The one written form of a host name: lower case, no final dot, no brackets. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

export function isConfigured(permit: Permit, { host, port }: HostAndPort): boolean {
  return permit.configured.some((one) => plainHost(one.host) === plainHost(host) && one.port === port);
}

/** Whether a host is on a list at all. Where it leads is looked at afterwards. */
export function isAllowed(permit: Permit, target: HostAndPort): boolean {
  if (permit.hosts === 'any-public' || isConfigured(permit, target)) return true;
  const host = plainHost(target.host);
  return permit.hosts.some((one) => one === host || one === `${host}:${target.port}`);
}

/** Throws `egress_refused` for a host that is on no list, before its name is even looked up. */
export function checkHost(permit: Permit, target: HostAndPort): void {
  if (isAllowed(permit, target)) return;
  const host = plainHost(target.host);
  throw new AppError(
    'egress_refused',
    `A connection to ${host} was refused: it is not among the addresses allowed here. Nothing was sent; allow the address first if it is right.`,
  );
}
