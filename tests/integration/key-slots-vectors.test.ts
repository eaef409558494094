import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedSync, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { hash } from 'argon2';
import { describe, expect, it } from 'vitest';
import { deriveKey, keyCheckValue, seal, unseal } from '#main/engine/secrets/slot-crypto.ts';
import { newRecoveryPhrase, parseRecoveryPhrase } from '#main/engine/secrets/recovery-phrase.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/vectors/', import.meta.url));
const present = existsSync(FOLDER);
const ABSENT =
  'the folder of published vectors is not beside this checkout; only the figures stated here were run';
if (!present) process.stderr.write(`${ABSENT}\n`);

const report = (what: string, passed: number, total: number): void => {
  process.stderr.write(`${what}: ${passed} of ${total}\n`);
};
const read = (name: string): string => readFileSync(`${FOLDER}${name}`, 'utf8');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

type GcmTest = { key: string; iv: string; aad: string; msg: string; ct: string; tag: string; result: string };

/** How a box that Adiuva reads would answer to a published case. */
function openGcm(test: GcmTest): string | null {
  const b64 = (text: string): string => Buffer.from(text, 'hex').toString('base64');
  const box = { nonce: b64(test.iv), ciphertext: b64(test.ct), tag: b64(test.tag) };
  const plain = unseal(Buffer.from(test.key, 'hex'), box, Buffer.from(test.aad, 'hex'));
  return plain && hex(plain);
}

describe('AES-256-GCM', () => {
  it('opens a published box and refuses a published forgery', () => {
    // Wycheproof aes_gcm_test, cases 94 and 130.
    const valid: GcmTest = {
      key: 'cc56b680552eb75008f5484b4cb803fa5063ebd6eab91f6ab6aef4916a766273',
      iv: '99e23ec48985bccdeeab60f1',
      aad: '',
      msg: '2a',
      ct: '06',
      tag: '633c1e9703ef744ffffb40edf9d14355',
      result: 'valid',
    };
    const forged: GcmTest = {
      key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
      iv: '505152535455565758595a5b',
      aad: '',
      msg: '202122232425262728292a2b2c2d2e2f',
      ct: 'b2061457c0759fc1749f174ee1ccadfa',
      tag: '9de8fef6d8ab1bf1bf887232eab590dd',
      result: 'invalid',
    };
    expect(openGcm(valid)).toBe(valid.msg);
    expect(openGcm({ ...valid, tag: valid.tag.slice(0, 24) })).toBeNull();
    expect(openGcm(forged)).toBeNull();
  });

  it('agrees with every published case that the format can hold', (context) => {
    if (!present) context.skip(ABSENT);
    const groups = (
      JSON.parse(read('wycheproof-aes_gcm_test.json')) as {
        testGroups: { keySize: number; ivSize: number; tests: GcmTest[] }[];
      }
    ).testGroups;
    let total = 0;
    let passed = 0;
    for (const group of groups.filter(({ keySize }) => keySize === 256)) {
      for (const test of group.tests) {
        total += 1;
        // Only 96-bit nonces belong to the format; any other is refused whatever the case says.
        const expected = test.result === 'valid' && group.ivSize === 96 ? test.msg : null;
        if (openGcm(test) === expected) passed += 1;
      }
    }
    report('Wycheproof AES-GCM, 256-bit keys', passed, total);
    expect(passed).toBe(total);
    expect(total).toBeGreaterThan(80);
  });

  it('opens only with the same key, the same binding and not one bit changed', () => {
    const key = Buffer.alloc(32, 7);
    const plain = Buffer.alloc(32, 9);
    const box = seal(key, plain, 'binding');
    expect(unseal(key, box, 'binding')?.equals(plain)).toBe(true);
    expect(unseal(Buffer.alloc(32, 8), box, 'binding')).toBeNull();
    expect(unseal(key, box, 'other')).toBeNull();
    let refused = 0;
    let flips = 0;
    for (const part of ['nonce', 'ciphertext', 'tag'] as const) {
      const bytes = Buffer.from(box[part], 'base64');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        flips += 1;
        if (unseal(key, { ...box, [part]: flipped.toString('base64') }, 'binding') === null) refused += 1;
      }
    }
    expect([flips, refused]).toEqual([480, 480]);
  });
});

describe('Argon2id', () => {
  it('returns the tag of RFC 9106, section 5.3', async () => {
    const tag = await hash(Buffer.alloc(32, 1), {
      raw: true,
      type: 2,
      version: 0x13,
      salt: Buffer.alloc(16, 2),
      secret: Buffer.alloc(8, 3),
      associatedData: Buffer.alloc(12, 4),
      memoryCost: 32,
      timeCost: 3,
      parallelism: 4,
      hashLength: 32,
    });
    const published = '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659';
    expect(hex(tag)).toBe(published);
    if (!present) return;
    const lines = read('argon2id-kat.txt').split('\n');
    const line = lines.findLast((text) => text.startsWith('Tag: ')) ?? '';
    expect(line.replace('Tag: ', '').replaceAll(' ', '')).toBe(published);
    report('Argon2id', 1, 1);
  });

  it('derives the same key again from the same parameters and another from any other', async () => {
    const params = {
      name: 'argon2id',
      memoryKiB: 65_536,
      passes: 3,
      lanes: 1,
      salt: Buffer.alloc(16, 5).toString('base64'),
    } as const;
    const key = hex(await deriveKey('a passphrase', params));
    expect(hex(await deriveKey('a passphrase', params))).toBe(key);
    const others = [
      await deriveKey('a passphrasf', params),
      await deriveKey('a passphrase', { ...params, passes: 4 }),
      await deriveKey('a passphrase', { ...params, salt: Buffer.alloc(16, 6).toString('base64') }),
    ];
    expect(others.map(hex)).not.toContain(key);
  });
});

describe('BIP39', () => {
  const FIRST = `${'abandon '.repeat(11)}about`;

  it('agrees with the first and the last published phrase', () => {
    expect(entropyToMnemonic(new Uint8Array(16), wordlist)).toBe(FIRST);
    const last =
      'void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold';
    expect(hex(mnemonicToEntropy(last, wordlist))).toBe(
      'f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f',
    );
  });

  it('agrees with every published English phrase', (context) => {
    if (!present) context.skip(ABSENT);
    const { english } = JSON.parse(read('bip39-vectors.json')) as { english: string[][] };
    const passed = english.filter(
      ([entropy, phrase, seed]) =>
        entropyToMnemonic(Buffer.from(entropy ?? '', 'hex'), wordlist) === phrase &&
        hex(mnemonicToEntropy(phrase, wordlist)) === entropy &&
        hex(mnemonicToSeedSync(phrase, 'TREZOR')) === seed,
    );
    report('BIP39, English', passed.length, english.length);
    expect(passed).toHaveLength(24);
  });

  it('reads a published phrase in any spelling a person may type', async () => {
    for (const typed of [
      FIRST,
      FIRST.toUpperCase(),
      `  ${FIRST.replaceAll(' ', ' \n\t ')} `,
      FIRST.replaceAll(' ', ', '),
    ]) {
      expect(await parseRecoveryPhrase(typed)).toBe(FIRST);
    }
  });

  it('makes valid phrases that differ', async () => {
    const phrases = await Promise.all(Array.from({ length: 50 }, () => newRecoveryPhrase()));
    expect(new Set(phrases).size).toBe(50);
    for (const phrase of phrases) {
      expect(validateMnemonic(phrase, wordlist)).toBe(true);
      expect(await parseRecoveryPhrase(phrase)).toBe(phrase);
    }
  });
});

describe('the key check value', () => {
  it('depends on the key and on the store', () => {
    const key = Buffer.alloc(32, 1);
    const value = keyCheckValue(key, 'a');
    expect(keyCheckValue(Buffer.from(key), 'a')).toBe(value);
    expect(keyCheckValue(key, 'b')).not.toBe(value);
    expect(keyCheckValue(Buffer.alloc(32, 2), 'a')).not.toBe(value);
    expect(Buffer.from(value, 'base64').includes(key)).toBe(false);
  });
});
