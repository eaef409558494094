import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AppError } from '#shared/errors.ts';
import { kindOfAddress, loopbackAddressOf } from './address-rules.ts';
import { checkHost, isConfigured, plainHost, type HostAndPort, type Permit } from './permit.ts';

/** Every address of a name. Replaced in tests only. */
export type Resolver = (host: string) => Promise<readonly string[]>;

export const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true, order: 'ipv4first' })).map(({ address }) => address);

/** An address that was looked up once and found fit. Connect to `address`; `host` is for TLS and for the Host header. */
export type CheckedAddress = {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  /** For TLS: undefined where the host is itself an address. */
  readonly servername: string | undefined;
  readonly isPublic: boolean;
};

/**
 * Looks a name up once and refuses it when any of its addresses is none of the public internet, so that a name with
 * two faces cannot lead inside. What the person configured, host and port, is taken wherever it lies.
 */
export async function resolveChecked(
  target: HostAndPort,
  permit: Permit,
  resolver: Resolver,
): Promise<CheckedAddress> {
  checkHost(permit, target);
  const host = plainHost(target.host);
  if (permit.isThisMachineOnly === true) return onThisMachine(host, target.port);
  const addresses = isIP(host) === 0 ? await lookUp(host, resolver) : [host];
  const kinds = addresses.map(kindOfAddress);
  const [address = ''] = addresses;
  const isPublic = kinds.every((kind) => kind === 'public');
  if (!isPublic && !isConfigured(permit, target)) {
    throw new AppError(
      'egress_refused',
      `A connection to ${host}:${target.port} was refused: it leads to this machine or the local network. Nothing was sent.`,
      { details: { kind: kinds.find((kind) => kind !== 'public') ?? 'reserved' } },
    );
  }
  return { host, port: target.port, address, servername: hostName(host), isPublic };
}

/** No name is looked up for it: it must hold while nothing may leave, a question to a name server among it. */
function onThisMachine(host: string, port: number): CheckedAddress {
  const address = loopbackAddressOf(host);
  if (address !== null) return { host, port, address, servername: hostName(host), isPublic: false };
  throw new AppError(
    'egress_refused',
    `A connection to ${host}:${port} was refused: only this machine may be reached here. Nothing was sent.`,
  );
}

const hostName = (host: string) => (isIP(host) === 0 ? host : undefined);

async function lookUp(host: string, resolver: Resolver): Promise<readonly string[]> {
  const addresses = await resolver(host).catch((cause: unknown) => {
    throw unknownHost(host, cause);
  });
  if (addresses.length === 0) throw unknownHost(host, undefined);
  return addresses;
}

function unknownHost(host: string, cause: unknown): AppError {
  return new AppError(
    'unreachable',
    `The address ${host} was not found. Check its spelling and that this machine is online, then try again.`,
    { cause },
  );
}
