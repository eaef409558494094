import type { Mail, PluginContext } from '#sdk';
import { bareSubject } from './title.ts';
import { plain } from './words.ts';

const KEY = 'proposed';
const MOST = 1_500;
const THREAD_DAYS = 14;
const DAY_MS = 86_400_000;

/** `[hash, day]`: hashes alone, so that nothing of a mail is kept. */
type Entry = readonly [hash: string, day: number];

/** What was proposed before: the same message from a second account, or once more of one conversation, is left out. */
export type Memory = {
  has(mail: Mail, title: string): boolean;
  add(mail: Mail, title: string): void;
  save(): Promise<void>;
};

export async function loadMemory(ctx: PluginContext): Promise<Memory> {
  const kept = (await ctx.state.get<Entry[]>(KEY)) ?? [];
  const days = new Map<string, number>(kept);
  let isChanged = false;
  return {
    has(mail, title) {
      if (days.has(messageKey(mail))) return true;
      const seenOn = days.get(threadKey(mail, title));
      return seenOn !== undefined && Math.abs(dayOf(mail, ctx.now) - seenOn) <= THREAD_DAYS;
    },
    add(mail, title) {
      isChanged = true;
      for (const key of [messageKey(mail), threadKey(mail, title)]) {
        // Set anew, so that the oldest stand first.
        days.delete(key);
        days.set(key, dayOf(mail, ctx.now));
      }
    },
    async save() {
      if (!isChanged) return;
      await ctx.state.set(KEY, [...days].slice(-MOST));
      isChanged = false;
    },
  };
}

function dayOf({ date }: Mail, now: number): number {
  return Math.floor((date ?? now) / DAY_MS);
}

function messageKey(mail: Mail): string {
  return `m${hash(mail.messageId ?? `${mail.from?.address ?? ''} ${mail.date ?? ''} ${mail.subject}`)}`;
}

/** A conversation goes on under its subject; the same thing asked for in it again is a reminder. */
function threadKey({ from, subject }: Mail, title: string): string {
  return `t${hash(`${from?.address.toLowerCase() ?? ''} ${plain(bareSubject(subject))} ${plain(title)}`)}`;
}

/** 53 bits: enough to tell some thousand messages apart. */
function hash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36);
}
