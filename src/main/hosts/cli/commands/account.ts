import type { CloudAccount, CloudDevice } from '#shared/contracts/cloud.ts';
import { AppError } from '#shared/errors.ts';
import type { DevicesOptions, SignInOptions, SignUpOptions } from '../account-commands.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { readSecret } from '../secret-input.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

export function runSignUp(
  context: CommandContext,
  endpoint: string,
  options: SignUpOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { email, passwordFile, deviceName, inviteCode } = options;
    const password = await readSecret(context, passwordFile);
    const account = await api.cloud.signUp({ endpoint, email, password, deviceName, inviteCode });
    await context.output.answer({ account }, () => `Signed up. ${inWords(account)}`);
    return EXIT.done;
  });
}

export function runSignIn(
  context: CommandContext,
  endpoint: string,
  options: SignInOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { email, passwordFile, deviceName } = options;
    const password = await readSecret(context, passwordFile);
    const account = await api.cloud.signIn({ endpoint, email, password, deviceName });
    await context.output.answer({ account }, () => `Signed in. ${inWords(account)}`);
    return EXIT.done;
  });
}

export function runSignOut(context: CommandContext, given: string | undefined): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const endpoint = await endpointOf(api, given);
    const { isToldThere } = await api.cloud.signOut({ endpoint });
    await context.output.answer({ endpoint, isToldThere }, () =>
      isToldThere
        ? `Signed out of ${printable(endpoint)}. What lies there stays.`
        : `Signed out of ${printable(endpoint)} on this machine. What lies there stays; it is told when it can be reached. See: adiuva queue`,
    );
    return EXIT.done;
  });
}

/** Asks each endpoint how things stand; one that does not answer is told by its state. */
export function runAccountStatus(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    for (const { endpoint, state } of await api.cloud.list()) {
      if (state !== 'expired' && state !== 'offline')
        await api.cloud.check({ endpoint }).catch(() => undefined);
    }
    const accounts = await api.cloud.list();
    await context.output.answer({ accounts }, () =>
      accounts.length === 0
        ? 'Nobody is signed in. Sign in: adiuva account sign-in https://SERVER --email ADDRESS'
        : accounts.map(inWords).join('\n'),
    );
    return EXIT.done;
  });
}

export function runDevices(
  context: CommandContext,
  given: string | undefined,
  { remove }: DevicesOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const endpoint = await endpointOf(api, given);
    if (remove !== undefined) {
      const { id } = deviceOf(await api.cloud.devices({ endpoint }), remove);
      await api.cloud.removeDevice({ endpoint, deviceId: id });
    }
    const devices = await api.cloud.devices({ endpoint });
    await context.output.answer({ devices }, () => formatTable(devices.map(cellsOf)));
    return EXIT.done;
  });
}

async function endpointOf(api: Api, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const [only, ...others] = await api.cloud.list();
  if (only !== undefined && others.length === 0) return only.endpoint;
  if (only === undefined) {
    throw new AppError('not_found', 'Nobody is signed in anywhere. Nothing was changed; sign in first.');
  }
  throw new AppError(
    'invalid_input',
    'You are signed in at more than one server; name the one that is meant. See: adiuva account status',
  );
}

function deviceOf(devices: readonly CloudDevice[], given: string): CloudDevice {
  const found = devices.filter(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase());
  const [only] = found;
  if (only === undefined) {
    throw new AppError('not_found', `No device is called "${given}". See: adiuva account devices`);
  }
  if (found.length > 1) {
    throw new AppError('invalid_input', `More than one device is called "${given}"; give its id.`);
  }
  return only;
}

const STATES: Readonly<Record<CloudAccount['state'], string>> = {
  signed_in: 'signed in',
  offline: 'offline is on: nothing is asked',
  unreachable: 'the server does not answer',
  expired: 'the sign-in has ended: sign in again',
  over_quota: 'the room is used up',
  rate_limited: 'the server asks to wait',
};

function inWords({ email, endpoint, tier, usage, deviceName, state, retryAt }: CloudAccount): string {
  const room = usage === null ? [] : [roomOf(usage)];
  const until = retryAt === null ? '' : ` until ${new Date(retryAt).toISOString().slice(11, 19)} UTC`;
  const facts = [`tier ${tier}`, ...room, `device ${printable(deviceName)}`, `${STATES[state]}${until}`];
  return `${printable(email)} at ${printable(endpoint)}: ${facts.join(', ')}.`;
}

function roomOf({ usedBytes, limitBytes }: NonNullable<CloudAccount['usage']>): string {
  return limitBytes === null ? `${usedBytes} bytes used` : `${usedBytes} of ${limitBytes} bytes used`;
}

function cellsOf({ id, name, lastUsedAt, isThisDevice }: CloudDevice): readonly string[] {
  const at = new Date(lastUsedAt).toISOString().slice(0, 16).replace('T', ' ');
  return [id, name, at, isThisDevice ? 'this device' : ''];
}
