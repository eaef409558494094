import type { Plugin, PluginContext, PluginFacts, Why } from '#sdk';
import type { createGuestContext, GuestLog } from './guest-context.ts';

/** The one function of the host inside the guest. Everything that passes is text or a number. */
type HostDoor = (
  kind: 'call' | 'log' | 'done' | 'failed',
  first: number | string,
  second: string,
  third: string,
) => void;

export type GuestParts = {
  readonly createContext: typeof createGuestContext;
  readonly lockDown: typeof lockDownGuest;
  readonly words: typeof guestWords;
  readonly maxCallLength: number;
  readonly maxLogLength: number;
};

/**
 * Takes text-to-code out of the guest: what runs is the code whose hash a person has approved, and nothing that was
 * made of a mail's text. Carried over as source text: it may use nothing but the language.
 */
export function lockDownGuest(): void {
  const refuse = function Function(): never {
    throw new TypeError('Code cannot be made from text here.');
  };
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const kind of kinds) {
    const prototype: object = Object.getPrototypeOf(kind);
    Object.defineProperty(prototype, 'constructor', { value: refuse, writable: false, configurable: false });
  }
  // `instanceof Function` goes on working.
  Object.defineProperty(refuse, 'prototype', { value: Object.getPrototypeOf(kinds[0]) });
  const target = globalThis as Record<string, unknown>;
  target['Function'] = refuse;
  delete target['eval'];
}

/** How the guest puts values and errors into words. Carried over as source text. */
export function guestWords() {
  const { stringify } = JSON;
  const textOf = (value: unknown): string => {
    if (typeof value === 'string') return value;
    try {
      return stringify(value) ?? typeof value;
    } catch {
      return 'a value that cannot be written down';
    }
  };

  const describe = (error: unknown): string => {
    try {
      const { name, message, stack } = error as Error;
      return stringify([textOf(name ?? 'Error'), textOf(message ?? error), textOf(stack ?? '')]);
    } catch {
      return '["Error","The plugin threw something that cannot be shown.",""]';
    }
  };
  return { textOf, describe };
}

/**
 * The guest's side of the border, evaluated before the plugin's code, so that it holds the language's own functions
 * as they were. Carried over as source text: it may use nothing but its arguments and the language.
 */
export function bootGuest(host: HostDoor, factsText: string, parts: GuestParts) {
  const { parse, stringify } = JSON;
  const { maxCallLength, maxLogLength } = parts;
  const pending: Record<number, { resolve(value: unknown): void; reject(reason: unknown): void }> =
    Object.create(null);
  const { textOf, describe } = parts.words();
  let lastId = 0;

  const failure = (code: string, message: string): Error =>
    Object.assign(new Error(message), { name: 'ActionError', code });

  const call = (actionId: string, input: unknown, why?: Why) =>
    new Promise<never>((resolve, reject) => {
      const text = stringify({ ...why, input: input ?? {} });
      if (text.length > maxCallLength)
        throw failure('payload_too_large', 'This call carries more than a call may.');
      const id = (lastId += 1);
      pending[id] = { resolve, reject };
      host('call', id, actionId, text);
    });

  const log: GuestLog = (level, message, fields) => {
    const fieldsText = fields === undefined ? '' : textOf(fields);
    const kept = fieldsText.length > maxLogLength ? '{"isCut":true}' : fieldsText;
    host('log', level, textOf(message).slice(0, maxLogLength), kept);
  };

  const ctx: PluginContext = parts.createContext(parse(factsText) as PluginFacts, call, log);
  const say =
    (level: 'info' | 'warn') =>
    (...args: unknown[]) =>
      log(level, args.map(textOf).join(' '), undefined);
  const [info, warn] = [say('info'), say('warn')];
  Object.assign(globalThis, { console: { log: info, info, debug: info, warn, error: warn } });
  parts.lockDown();

  return {
    describe,
    settle(id: number, isOk: boolean, text: string): void {
      const call = pending[id];
      delete pending[id];
      const value = parse(text);
      if (isOk) call?.resolve(value);
      else call?.reject(failure(value.code, value.message));
    },
    async start(exports: { readonly plugin?: Plugin } | undefined): Promise<void> {
      try {
        const plugin = exports?.plugin;
        if (typeof plugin?.run !== 'function')
          throw new TypeError('The entry point exports no `plugin` with a `run`.');
        host('done', stringify((await plugin.run(ctx)) ?? null) ?? 'null', '', '');
      } catch (error) {
        host('failed', describe(error), '', '');
      }
    },
  };
}

/** The script that the guest evaluates first. Its value is the boot function, its parts bound by the caller. */
export function bootScript(context: typeof createGuestContext): string {
  return `((boot, createContext, lockDown, words) => (host, facts, maxCallLength, maxLogLength) =>
    boot(host, facts, { createContext, lockDown, words, maxCallLength, maxLogLength }))(
    ${bootGuest.toString()}, ${context.toString()}, ${lockDownGuest.toString()}, ${guestWords.toString()})`;
}
