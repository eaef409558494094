import { createHash, createHmac } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { unlockHeader, type UnlockedVault } from '#main/engine/vault/format/index.ts';
import { unlockWithWrappingKey, wrapWithWrappingKey } from '#main/engine/vault/format/header.ts';
import { newRecoveryPhrase, parseRecoveryPhrase } from '#main/engine/secrets/recovery-phrase.ts';
import { deriveKey, newKdfParams } from '#main/engine/secrets/slot-crypto.ts';
import { isAppError } from '#shared/errors.ts';
import { seededBytes } from '../support/small-vault.ts';

/**
 * Argon2id takes a tenth of a second, so thousands of phrases that pass the checksum can't all go through it. They go
 * through everything else: the words, the checksum, the key check and the wrapped key, with an HMAC of the phrase where
 * Argon2id would stand. A sample of them takes the whole way.
 */
const standInKey = (phrase: string): Buffer =>
  createHmac('sha256', 'in place of Argon2id').update(phrase).digest();

const SAMPLE = 12;
/** 7 s on a machine that does nothing else. */
const SLOW_MS = 300_000;

let phrase: string;
/** One vault wrapped by the stand-in, and the same by Argon2id. */
let quick: UnlockedVault;
let whole: UnlockedVault;

beforeAll(async () => {
  phrase = await newRecoveryPhrase();
  const random = seededBytes('phrases');
  const identity = { vaultId: 'cd'.repeat(16), generation: 1, createdAtMs: 0, kdf: newKdfParams() };
  const masterKey = random(32);
  const nonce = Buffer.from(random(12));
  quick = wrapWithWrappingKey(identity, masterKey, standInKey(phrase), nonce);
  whole = wrapWithWrappingKey(identity, masterKey, await deriveKey(phrase, identity.kdf), nonce);
});

const codeOf = (error: unknown): string => (isAppError(error) ? error.code : String(error));

/** How far phrases get: how many are phrases at all, and how many open the vault. */
async function tryAll(phrases: Iterable<string>) {
  const past: string[] = [];
  let tried = 0;
  let opened = 0;
  for (const typed of phrases) {
    tried += 1;
    const parsed = await parseRecoveryPhrase(typed).catch((error: unknown) => {
      if (codeOf(error) !== 'wrong_recovery_phrase') throw error;
    });
    if (parsed === undefined) continue;
    past.push(parsed);
    try {
      unlockWithWrappingKey(quick.header, standInKey(parsed));
      opened += 1;
    } catch (error) {
      if (codeOf(error) !== 'wrong_recovery_phrase') throw error;
    }
  }
  return { tried, past, opened };
}

/** The whole way, Argon2id included, for phrases from all over the list. */
async function openedTheWholeWay(phrases: readonly string[]): Promise<number> {
  const step = Math.max(1, Math.floor(phrases.length / SAMPLE));
  let opened = 0;
  for (const one of phrases.filter((_, at) => at % step === 0).slice(0, SAMPLE)) {
    await unlockHeader(whole.header, one).then(
      () => (opened += 1),
      (error: unknown) => expect(codeOf(error)).toBe('wrong_recovery_phrase'),
    );
  }
  return opened;
}

function* oneWordWrong(): Generator<string> {
  const words = phrase.split(' ');
  for (const [place, right] of words.entries()) {
    for (const word of wordlist.filter((other) => other !== right)) yield words.with(place, word).join(' ');
  }
}

function* anyTwelve(count: number): Generator<readonly number[]> {
  const random = seededBytes('twelve');
  for (let at = 0; at < count; at += 1) {
    const bytes = random(24);
    yield Array.from({ length: 12 }, (_, word) => bytes.readUInt16LE(word * 2) % 2048);
  }
}

/** BIP39: of 132 bits the last four are the first of the SHA-256 of the others. */
function passesChecksum(numbers: readonly number[]): boolean {
  const bits = numbers.reduce((sum, number) => sum * 2048n + BigInt(number), 0n);
  const entropy = Buffer.from((bits >> 4n).toString(16).padStart(32, '0'), 'hex');
  return (createHash('sha256').update(entropy).digest()[0] ?? 0) >> 4 === Number(bits & 15n);
}

describe('a recovery phrase', () => {
  it('opens its vault, both by the stand-in and the whole way', async () => {
    expect(unlockWithWrappingKey(quick.header, standInKey(phrase)).keys).toEqual(whole.keys);
    expect((await unlockHeader(whole.header, phrase)).keys).toEqual(whole.keys);
  });

  it('with one word wrong opens nothing: 12 places, 2,047 words each', { timeout: SLOW_MS }, async () => {
    const { tried, past, opened } = await tryAll(oneWordWrong());
    const sampled = await openedTheWholeWay(past);
    process.stderr.write(
      `one word wrong: ${tried} tried, ${past.length} past the checksum, ${opened} opened; ` +
        `of ${SAMPLE} with Argon2id ${sampled} opened\n`,
    );
    expect([tried, opened, sampled]).toEqual([24_564, 0, 0]);
    // One in 16 passes the checksum; were it none, the key check would not have been tried.
    expect(past.length).toBeGreaterThan(1200);
    expect(past.length).toBeLessThan(1900);
  });

  it('of random words opens nothing: 100,000 tries', { timeout: SLOW_MS }, async () => {
    const tries = Array.from(anyTwelve(100_000), (numbers) => ({
      typed: numbers.map((number) => wordlist[number]).join(' '),
      passes: passesChecksum(numbers),
    }));
    // The library takes a quarter of a millisecond for each: all that pass go through it, and one in 25 of the others.
    const passing = tries.filter(({ passes }) => passes);
    const others = tries.filter(({ passes }, at) => !passes && at % 25 === 0);
    const { past, opened } = await tryAll(passing.map(({ typed }) => typed));
    const refused = await tryAll(others.map(({ typed }) => typed));
    const sampled = await openedTheWholeWay(past);
    process.stderr.write(
      `random words: ${tries.length} tried, ${past.length} past the checksum, ${opened} opened; ` +
        `of ${SAMPLE} with Argon2id ${sampled} opened\n`,
    );
    expect([tries.length, opened, sampled]).toEqual([100_000, 0, 0]);
    expect([past.length, refused.past.length]).toEqual([passing.length, 0]);
    expect(past.length).toBeGreaterThan(5500);
    expect(refused.tried).toBeGreaterThan(3000);
  });
});
