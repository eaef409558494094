import { z } from 'zod';

const messageSchema = z.union([
  z.object({ ask: z.number(), method: z.string(), args: z.array(z.unknown()) }),
  z.object({ answer: z.number(), value: z.unknown().optional(), error: z.string().optional() }),
]);

/** Something that can send structured clones to the other process: `process` here, a child process there. */
type Channel = {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
};

export type Methods = Readonly<Record<string, (...args: never[]) => unknown>>;

export type Peer = {
  ask(method: string, ...args: readonly unknown[]): Promise<unknown>;
  /** For what needs no answer. A failure on the other side is printed there. */
  tell(method: string, ...args: readonly unknown[]): void;
};

/** Calls in both directions over one channel. */
export function createPeer(channel: Channel, methods: Methods): Peer {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;

  async function answer(id: number, name: string, args: readonly unknown[]): Promise<void> {
    try {
      const method = methods[name];
      if (method === undefined) throw new Error(`The stand-in has no "${name}".`);
      // Both ends are parts of the stand-in and agree on the arguments.
      const value = await (method as (...args: readonly unknown[]) => unknown)(...args);
      if (id > 0) channel.send({ answer: id, value });
    } catch (error) {
      if (id > 0) channel.send({ answer: id, error: String(error) });
      else process.stderr.write(`stand-in: ${name} failed: ${String(error)}\n`);
    }
  }

  channel.onMessage((raw) => {
    const message = messageSchema.parse(raw);
    if ('ask' in message) {
      void answer(message.ask, message.method, message.args);
      return;
    }
    const call = waiting.get(message.answer);
    waiting.delete(message.answer);
    if (message.error === undefined) call?.resolve(message.value);
    else call?.reject(new Error(message.error));
  });

  return {
    ask(method, ...args) {
      lastId += 1;
      const call = Promise.withResolvers<unknown>();
      waiting.set(lastId, call);
      channel.send({ ask: lastId, method, args });
      return call.promise;
    },
    tell: (method, ...args) => channel.send({ ask: 0, method, args }),
  };
}
