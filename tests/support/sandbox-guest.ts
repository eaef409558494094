import type { Sandbox, SandboxCall, SandboxResult, SandboxRunInput } from '#main/engine/sandbox/index.ts';

export const GUEST_FACTS = {
  settings: {},
  now: Date.UTC(2026, 10, 21, 9),
  timeZone: 'Europe/Rome',
  locale: 'en',
  plugin: { name: 'guest', version: '1.0.0' },
};

/** A plugin whose `run(ctx)` has this body, as the bundler would have made it. */
export function guestCode(body: string, before = ''): string {
  return `${before};var adiuvaPlugin = { plugin: { async run(ctx) { ${body} } } };`;
}

/** Answers each call with what it asked for. */
export async function echo(call: SandboxCall): Promise<unknown> {
  return { status: 'done', output: call.input };
}

export function runGuest(
  sandbox: Sandbox,
  body: string,
  input: Partial<SandboxRunInput> = {},
): Promise<SandboxResult> {
  return sandbox.run({
    pluginKey: 'guest',
    code: guestCode(body),
    facts: GUEST_FACTS,
    onCall: echo,
    ...input,
  });
}
