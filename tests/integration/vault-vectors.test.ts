import { createDecipheriv } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedWebcrypto } from '@scure/bip39';
import { wordlist as chineseSimplified } from '@scure/bip39/wordlists/simplified-chinese.js';
import { wordlist as chineseTraditional } from '@scure/bip39/wordlists/traditional-chinese.js';
import { wordlist as czech } from '@scure/bip39/wordlists/czech.js';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import { wordlist as italian } from '@scure/bip39/wordlists/italian.js';
import { wordlist as japanese } from '@scure/bip39/wordlists/japanese.js';
import { wordlist as korean } from '@scure/bip39/wordlists/korean.js';
import { wordlist as portuguese } from '@scure/bip39/wordlists/portuguese.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import { hash } from 'argon2';
import { describe, expect, it, type TestContext } from 'vitest';
import { decryptGcm, encryptGcm } from '#main/engine/vault/format/aes-gcm.ts';
import { hkdf, hmac } from '#main/engine/vault/format/vault-keys.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/vectors/', import.meta.url));
const present = existsSync(FOLDER);
const ABSENT =
  'the folder of published vectors is not beside this checkout; only the figures stated here were run';
if (!present) process.stderr.write(`${ABSENT}\n`);

const report = (what: string, passed: number, total: number): void => {
  process.stderr.write(`${what}: ${passed} of ${total}\n`);
};
const readText = (name: string): string => readFileSync(`${FOLDER}${name}`, 'utf8');
const bytes = (text: string): Buffer => Buffer.from(text, 'hex');
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

/** All cases of a file of Wycheproof's, each with whether it came out as published. */
type Run<T> = { readonly what: string; readonly file: string; readonly isAsPublished: (test: T) => boolean };

function runAll<T>(context: TestContext, { what, file, isAsPublished }: Run<T>): number {
  if (!present) context.skip(ABSENT);
  const { testGroups } = JSON.parse(readText(file)) as { testGroups: { tests: T[] }[] };
  const tests = testGroups.flatMap((group) => group.tests);
  const passed = tests.filter(isAsPublished).length;
  report(what, passed, tests.length);
  expect(passed).toBe(tests.length);
  return tests.length;
}

describe('AES-256-GCM of a vault', () => {
  type Case = {
    key: string;
    iv: string;
    aad: string;
    msg: string;
    ct: string;
    tag: string;
    result: string;
  };

  const openOurs = (test: Case): string | null => {
    try {
      const plain = decryptGcm(bytes(test.key), bytes(test.iv), bytes(test.aad), bytes(test.ct + test.tag));
      return plain && hex(plain);
    } catch {
      return null;
    }
  };

  /** The library's own answer, for the sizes of keys and nonces that no vault has. */
  const openByLibrary = (test: Case): string | null => {
    try {
      const name = `aes-${(test.key.length / 2) * 8}-gcm` as 'aes-256-gcm';
      const decipher = createDecipheriv(name, bytes(test.key), bytes(test.iv), { authTagLength: 16 });
      decipher.setAAD(bytes(test.aad));
      decipher.setAuthTag(bytes(test.tag));
      return hex(Buffer.concat([decipher.update(bytes(test.ct)), decipher.final()]));
    } catch {
      return null;
    }
  };

  it('opens and seals a published case, and refuses a published forgery', () => {
    // Wycheproof aes_gcm_test, cases 94 and 130.
    const valid: Case = {
      key: 'cc56b680552eb75008f5484b4cb803fa5063ebd6eab91f6ab6aef4916a766273',
      iv: '99e23ec48985bccdeeab60f1',
      aad: '',
      msg: '2a',
      ct: '06',
      tag: '633c1e9703ef744ffffb40edf9d14355',
      result: 'valid',
    };
    const forged: Case = {
      key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
      iv: '505152535455565758595a5b',
      aad: '',
      msg: '202122232425262728292a2b2c2d2e2f',
      ct: 'b2061457c0759fc1749f174ee1ccadfa',
      tag: '9de8fef6d8ab1bf1bf887232eab590dd',
      result: 'invalid',
    };
    expect(openOurs(valid)).toBe(valid.msg);
    const sealed = encryptGcm(bytes(valid.key), bytes(valid.iv), bytes(valid.aad), bytes(valid.msg));
    expect(hex(sealed)).toBe(valid.ct + valid.tag);
    expect(openOurs(forged)).toBeNull();
  });

  it('agrees with every published case, and refuses those of other sizes than its own', (context) => {
    let ours = 0;
    let beyond = 0;
    const isAsPublished = (test: Case): boolean => {
      const expected = test.result === 'valid' ? test.msg : null;
      const isOurSize = test.key.length === 64 && test.iv.length === 24;
      if (!isOurSize) {
        // Node's library takes no nonce of more than 128 bytes, and a vault none of other than 12.
        const isBeyond = test.iv.length / 2 > 128;
        if (isBeyond) beyond += 1;
        return openOurs(test) === null && openByLibrary(test) === (isBeyond ? null : expected);
      }
      ours += 1;
      const sealed = hex(encryptGcm(bytes(test.key), bytes(test.iv), bytes(test.aad), bytes(test.msg)));
      const sealsAlike = expected === null || sealed === test.ct + test.tag;
      return openOurs(test) === expected && sealsAlike;
    };
    const file = 'wycheproof-aes_gcm_test.json';
    const total = runAll(context, { what: 'Wycheproof AES-GCM', file, isAsPublished });
    report('of these, of the size that a vault has', ours, total);
    report('of these, with nonces of 257 bytes that are refused altogether', beyond, total);
    expect([total, beyond]).toEqual([316, 3]);
    expect(ours).toBeGreaterThan(60);
  });
});

describe('HKDF-SHA256 of a vault', () => {
  type Case = { ikm: string; salt: string; info: string; size: number; okm: string; result: string };
  const isAsPublished = ({ ikm, salt, info, size, okm, result }: Case): boolean => {
    try {
      const made = hex(hkdf(bytes(ikm), bytes(salt), bytes(info), size));
      return result === 'valid' && made === okm;
    } catch {
      return result !== 'valid';
    }
  };

  it('returns the first answer of RFC 5869', () => {
    const test = {
      ikm: '0b'.repeat(22),
      salt: '000102030405060708090a0b0c',
      info: 'f0f1f2f3f4f5f6f7f8f9',
      size: 42,
      okm: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
      result: 'valid',
    };
    expect(isAsPublished(test)).toBe(true);
    expect(isAsPublished({ ...test, okm: `00${test.okm.slice(2)}` })).toBe(false);
  });

  it('agrees with every published case', (context) => {
    const file = 'wycheproof-hkdf_sha256_test.json';
    const total = runAll(context, { what: 'Wycheproof HKDF-SHA256', file, isAsPublished });
    expect(total).toBe(86);
  });
});

describe('HMAC-SHA256 of a vault', () => {
  type Case = { key: string; msg: string; tag: string; result: string };
  const isAsPublished = ({ key, msg, tag, result }: Case): boolean => {
    const made = hex(hmac(bytes(key), bytes(msg))).slice(0, tag.length);
    return (made === tag) === (result === 'valid');
  };

  it('returns a published tag', () => {
    // Wycheproof hmac_sha256_test, case 1.
    const test = {
      key: '1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779',
      msg: '',
      tag: 'b175b57d89ea6cb606fb3363f2538abd73a4c00b4a1386905bac809004cf1933',
      result: 'valid',
    };
    expect(isAsPublished(test)).toBe(true);
    expect(isAsPublished({ ...test, result: 'invalid' })).toBe(false);
  });

  it('agrees with every published case', (context) => {
    const file = 'wycheproof-hmac_sha256_test.json';
    const total = runAll(context, { what: 'Wycheproof HMAC-SHA256', file, isAsPublished });
    expect(total).toBe(174);
  });
});

describe('Argon2id', () => {
  it('returns the tag of RFC 9106, section 5.3, and of its published known answer', async () => {
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
    const line = readText('argon2id-kat.txt')
      .split('\n')
      .findLast((text) => text.startsWith('Tag: '));
    expect(line?.replace('Tag: ', '').replaceAll(' ', '')).toBe(published);
    report('Argon2id', 1, 1);
  });
});

describe('BIP39', () => {
  type Case = readonly [entropy: string, phrase: string, seed: string];
  /** A vault's phrases are English; the others show the library as a whole. */
  const LISTS: Readonly<Record<string, string[]>> = {
    english,
    chinese_simplified: chineseSimplified,
    chinese_traditional: chineseTraditional,
    czech,
    french,
    italian,
    japanese,
    korean,
    portuguese,
    spanish,
  };

  const isAsPublished = async ([entropy, phrase, seed]: Case, list: string[] | undefined) => {
    const seedFits = hex(await mnemonicToSeedWebcrypto(phrase, 'TREZOR')) === seed;
    if (list === undefined) return seedFits;
    const made = entropyToMnemonic(bytes(entropy), list).normalize('NFKD');
    return seedFits && made === phrase.normalize('NFKD') && hex(mnemonicToEntropy(phrase, list)) === entropy;
  };

  it('agrees with the first and the last published phrase', () => {
    expect(entropyToMnemonic(new Uint8Array(16), english)).toBe(`${'abandon '.repeat(11)}about`);
    const last =
      'void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold';
    expect(hex(mnemonicToEntropy(last, english))).toBe(
      'f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f',
    );
  });

  it('agrees with every published phrase of every language', async (context) => {
    if (!present) context.skip(ABSENT);
    const languages = JSON.parse(readText('bip39-vectors.json')) as Record<string, Case[]>;
    let total = 0;
    let passed = 0;
    const seedOnly: string[] = [];
    for (const [language, cases] of Object.entries(languages)) {
      if (LISTS[language] === undefined) seedOnly.push(language);
      for (const one of cases) {
        total += 1;
        if (await isAsPublished(one, LISTS[language])) passed += 1;
      }
    }
    report(
      `BIP39 (of ${seedOnly.join(' and ')}, which the library has no words of, the seed)`,
      passed,
      total,
    );
    expect([passed, total]).toEqual([288, 288]);
    expect(seedOnly).toEqual(['russian', 'turkish']);
  });
});
