import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyRing } from '#main/engine/secrets/index.ts';
import type { KeyRing, Keychain, NewSlot, SafeStorage } from '#main/engine/secrets/index.ts';
import { keychainOver } from '../support/memory-keychain.ts';
import { temporaryFolder } from '../support/sqlite-drivers.ts';

const PASSPHRASE = 'correct horse battery';
const WITH_PHRASE: readonly NewSlot[] = [
  { kind: 'passphrase', passphrase: PASSPHRASE },
  { kind: 'recovery' },
];

type Entries = Map<string, string>;

function safeStorageWith(backend: string, pad = 0x5a): SafeStorage {
  return {
    backend: () => Promise.resolve(backend),
    encrypt: (text) => Promise.resolve(Buffer.from(text).map((byte) => byte ^ pad)),
    decrypt: (sealed) => Promise.resolve(Buffer.from(sealed.map((byte) => byte ^ pad)).toString()),
  };
}

describe('key slots', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let entries: Entries;
  let ring: KeyRing;
  const file = (name = 'keyslots.json'): string => join(folder.path, name);
  const stored = (): { slots: Record<string, unknown>[] } => JSON.parse(readFileSync(file(), 'utf8'));

  const ringWith = (safeStorage: SafeStorage | null = null): KeyRing =>
    createKeyRing({
      folder: folder.path,
      nowMs: () => 1_763_700_000_000,
      keychain: keychainOver(entries),
      safeStorage,
    });

  beforeEach(() => {
    folder = temporaryFolder();
    entries = new Map();
    ring = ringWith();
  });

  afterEach(() => folder[Symbol.dispose]());

  it('opens by passphrase and by recovery phrase, and by nothing else', async () => {
    expect(await ring.list()).toBeNull();
    const { key, recoveryPhrase } = await ring.create(WITH_PHRASE);
    expect(key).toHaveLength(32);
    expect(recoveryPhrase?.split(' ')).toHaveLength(12);
    const phrase = String(recoveryPhrase);
    for (const again of [ring, ringWith()]) {
      expect(Buffer.compare(await again.unlock({ kind: 'passphrase', passphrase: PASSPHRASE }), key)).toBe(0);
      const numbered = phrase.split(' ').map((word, index) => `${index + 1}. ${word.toUpperCase()}`);
      expect(Buffer.compare(await again.unlock({ kind: 'recovery', phrase: numbered.join('\n') }), key)).toBe(
        0,
      );
    }
    await expect(ring.unlock({ kind: 'passphrase', passphrase: `${PASSPHRASE} ` })).rejects.toMatchObject({
      code: 'wrong_passphrase',
    });
    await expect(ring.unlock({ kind: 'keychain' })).rejects.toMatchObject({ code: 'keychain_unavailable' });
    expect(await ring.isRecoveryPhrase(phrase)).toBe(true);
    expect(await ring.isRecoveryPhrase(phrase.split(' ').toReversed().join(' '))).toBe(false);
    expect(await ring.list()).toEqual([
      { kind: 'passphrase', createdAt: 1_763_700_000_000 },
      { kind: 'recovery', createdAt: 1_763_700_000_000 },
    ]);
  });

  it('takes one passphrase typed on two keyboards for the same', async () => {
    const { key } = await ring.create([
      { kind: 'passphrase', passphrase: 'caffè e perché' },
      { kind: 'recovery' },
    ]);
    const decomposed = 'caffè e perché'.normalize('NFD');
    expect(Buffer.compare(await ring.unlock({ kind: 'passphrase', passphrase: decomposed }), key)).toBe(0);
  });

  it('writes no secret in the clear and lets only the owner read', async () => {
    const { key, recoveryPhrase } = await ring.create([...WITH_PHRASE, { kind: 'keychain' }]);
    const wrappingKey = [...entries.values()][0];
    const secrets = [
      PASSPHRASE,
      String(recoveryPhrase),
      String(recoveryPhrase).split(' ').slice(0, 2).join(' '),
      Buffer.from(key).toString('base64'),
      Buffer.from(key).toString('hex'),
      String(wrappingKey),
    ];
    for (const name of readdirSync(folder.path)) {
      const text = readFileSync(file(name), 'utf8');
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      expect(statSync(file(name)).mode & 0o077).toBe(0);
    }
    expect([...entries.values()]).not.toContain(Buffer.from(key).toString('base64'));
  });

  it('opens by keychain, and says so when the entry is gone', async () => {
    const { key } = await ring.create([{ kind: 'keychain' }, { kind: 'recovery' }]);
    expect(Buffer.compare(await ring.unlock({ kind: 'keychain' }), key)).toBe(0);
    for (const account of entries.keys()) entries.set(account, randomBytes(32).toString('base64'));
    await expect(ring.unlock({ kind: 'keychain' })).rejects.toMatchObject({ code: 'keychain_unavailable' });
    entries.clear();
    await expect(ring.unlock({ kind: 'keychain' })).rejects.toMatchObject({ code: 'keychain_unavailable' });
  });

  it('uses safe storage only with a backend that protects, and only the one that sealed', async () => {
    const slots: NewSlot[] = [{ kind: 'safe-storage' }, { kind: 'recovery' }];
    for (const backend of ['basic_text', 'unknown', '']) {
      await expect(ringWith(safeStorageWith(backend)).create(slots)).rejects.toMatchObject({
        code: 'keychain_unavailable',
      });
    }
    expect(await ring.list()).toBeNull();
    const { key } = await ringWith(safeStorageWith('gnome_libsecret')).create(slots);
    const unlocked = await ringWith(safeStorageWith('gnome_libsecret')).unlock({ kind: 'safe-storage' });
    expect(Buffer.compare(unlocked, key)).toBe(0);
    for (const other of [safeStorageWith('kwallet6'), safeStorageWith('basic_text'), null]) {
      await expect(ringWith(other).unlock({ kind: 'safe-storage' })).rejects.toMatchObject({
        code: 'keychain_unavailable',
      });
    }
    const otherKey = safeStorageWith('gnome_libsecret', 0x11);
    await expect(ringWith(otherKey).unlock({ kind: 'safe-storage' })).rejects.toMatchObject({
      code: 'keychain_unavailable',
    });
  });

  it('keeps at least two ways in, one of which leaves with the person', async () => {
    for (const slots of [[], [{ kind: 'recovery' }], [{ kind: 'keychain' }]] as NewSlot[][]) {
      await expect(ring.create(slots)).rejects.toMatchObject({ code: 'last_key_slot' });
    }
    expect(readdirSync(folder.path)).toEqual([]);
    const { key } = await ring.create(WITH_PHRASE);
    await expect(ring.remove(key, 'recovery')).rejects.toMatchObject({ code: 'last_key_slot' });
    await ring.put(key, { kind: 'keychain' });
    await ring.remove(key, 'recovery');
    await expect(ring.remove(key, 'passphrase')).rejects.toMatchObject({ code: 'last_key_slot' });
    await ring.put(key, { kind: 'recovery' });
    await ring.remove(key, 'keychain');
    expect(entries.size).toBe(0);
    expect((await ring.list())?.map((slot) => slot.kind).sort()).toEqual(['passphrase', 'recovery']);
  });

  it('changes the passphrase so that the new one works and the former does not', async () => {
    const { key } = await ring.create(WITH_PHRASE);
    await ring.put(key, { kind: 'passphrase', passphrase: 'another long sentence' });
    const unlocked = await ring.unlock({ kind: 'passphrase', passphrase: 'another long sentence' });
    expect(Buffer.compare(unlocked, key)).toBe(0);
    await expect(ring.unlock({ kind: 'passphrase', passphrase: PASSPHRASE })).rejects.toMatchObject({
      code: 'wrong_passphrase',
    });
    expect(readFileSync(file(), 'utf8')).toBe(readFileSync(file('keyslots.copy.json'), 'utf8'));
    expect(stored().slots).toHaveLength(2);
  });

  it('leaves no former slot in what a crash left of an earlier write', async () => {
    const { key } = await ring.create(WITH_PHRASE);
    const former = readFileSync(file(), 'utf8');
    for (const stray of ['keyslots.json.0123456789ab.tmp', 'keyslots.copy.json.ba9876543210.tmp']) {
      writeFileSync(file(stray), former);
    }
    writeFileSync(file('keyslots.of-mine.tmp'), 'not made by Adiuva');
    await ring.put(key, { kind: 'passphrase', passphrase: 'another long sentence' });
    expect(readdirSync(folder.path).sort()).toEqual([
      'keyslots.copy.json',
      'keyslots.json',
      'keyslots.of-mine.tmp',
    ]);
  });

  it('keeps the former slot when the new one cannot be read back', async () => {
    const { key } = await ring.create([...WITH_PHRASE, { kind: 'keychain' }]);
    const before = readFileSync(file(), 'utf8');
    const forgetful: Keychain = { ...keychainOver(entries), set: () => Promise.resolve() };
    const broken = createKeyRing({
      folder: folder.path,
      nowMs: Date.now,
      keychain: forgetful,
      safeStorage: null,
    });
    await expect(broken.put(key, { kind: 'keychain' })).rejects.toMatchObject({
      code: 'keychain_unavailable',
    });
    expect(readFileSync(file(), 'utf8')).toBe(before);
    expect(Buffer.compare(await ring.unlock({ kind: 'keychain' }), key)).toBe(0);
  });

  it('loses no change when two are made at once', async () => {
    const { key } = await ring.create(WITH_PHRASE);
    await Promise.all([
      ring.put(key, { kind: 'keychain' }),
      ring.put(key, { kind: 'passphrase', passphrase: 'changed at the same time' }),
    ]);
    expect((await ring.list())?.map((slot) => slot.kind).sort()).toEqual([
      'keychain',
      'passphrase',
      'recovery',
    ]);
    const unlocked = await ring.unlock({ kind: 'passphrase', passphrase: 'changed at the same time' });
    expect(Buffer.compare(unlocked, key)).toBe(0);
  });

  it('changes nothing for someone who does not hold the key', async () => {
    const { key } = await ring.create(WITH_PHRASE);
    const before = readFileSync(file(), 'utf8');
    for (const wrong of [randomBytes(32), new Uint8Array(0), key.slice(0, 31)]) {
      await expect(ring.put(wrong, { kind: 'keychain' })).rejects.toMatchObject({ code: 'store_wrong_key' });
      await expect(ring.remove(wrong, 'recovery')).rejects.toMatchObject({ code: 'store_wrong_key' });
    }
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  it('refuses weak passphrases and a second set-up', async () => {
    for (const passphrase of ['', 'short', 'aaaaaaaaaaaa', 'abababababab', '𝄞𝄞𝄞𝄞']) {
      await expect(
        ring.create([{ kind: 'passphrase', passphrase }, { kind: 'recovery' }]),
      ).rejects.toMatchObject({
        code: 'weak_passphrase',
      });
    }
    await ring.create(WITH_PHRASE);
    await expect(ring.create(WITH_PHRASE)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('says what is wrong with a recovery phrase without repeating its words', async () => {
    const { recoveryPhrase } = await ring.create(WITH_PHRASE);
    const words = String(recoveryPhrase).split(' ');
    const wrong = [
      words.slice(1).join(' '),
      ['zzzz', ...words.slice(1)].join(' '),
      `${'abandon '.repeat(11)}about`,
      `${'abandon '.repeat(11)}abandon`,
    ];
    const messages = await Promise.all(
      wrong.map((phrase) =>
        ring.unlock({ kind: 'recovery', phrase }).then(
          () => 'unlocked',
          (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
        ),
      ),
    );
    expect(messages[0]).toContain('this one has 11');
    expect(messages[1]).toContain('Word 1 ');
    expect(messages[2]).toContain('belongs to another store');
    expect(messages[3]).toContain('do not belong together');
    for (const message of messages) expect(message).toMatch(/^wrong_recovery_phrase: /);
    expect(words.filter((word) => messages[1]?.split(/\W+/).includes(word) && word.length > 5)).toEqual([]);
    expect(messages[1]).not.toContain('zzzz');
  });

  describe('with a damaged key file', () => {
    it('reads the copy, and heals the damaged one at the next unlock', async () => {
      const { key } = await ring.create(WITH_PHRASE);
      const whole = readFileSync(file(), 'utf8');
      const damages = ['', '{', whole.slice(0, whole.length / 2), 'null', '[]', `${whole}x`];
      for (const damage of damages) {
        writeFileSync(file(), damage);
        const unlocked = await ringWith().unlock({ kind: 'passphrase', passphrase: PASSPHRASE });
        expect(Buffer.compare(unlocked, key)).toBe(0);
        expect(readFileSync(file(), 'utf8')).toBe(whole);
      }
      rmSync(file('keyslots.copy.json'));
      await ring.unlock({ kind: 'passphrase', passphrase: PASSPHRASE });
      expect(readFileSync(file('keyslots.copy.json'), 'utf8')).toBe(whole);
    });

    it('refuses both copies damaged, and asks for no new set-up over them', async () => {
      await ring.create(WITH_PHRASE);
      for (const name of ['keyslots.json', 'keyslots.copy.json']) writeFileSync(file(name), '{"format":');
      await expect(ring.list()).rejects.toMatchObject({ code: 'store_corrupt' });
      await expect(ring.create(WITH_PHRASE)).rejects.toMatchObject({ code: 'store_corrupt' });
      await ring.setAside('2026-11-21');
      expect(readdirSync(folder.path).sort()).toEqual([
        'keyslots.2026-11-21.json',
        'keyslots.copy.2026-11-21.json',
      ]);
      expect(await ring.list()).toBeNull();
    });

    it('refuses parameters that protect less than Adiuva ever wrote, and a newer format', async () => {
      await ring.create(WITH_PHRASE);
      const whole = readFileSync(file(), 'utf8');
      const weaker: [RegExp, string][] = [
        [/"memoryKiB": 65536/, '"memoryKiB": 65535'],
        [/"memoryKiB": 65536/, '"memoryKiB": 99999999'],
        [/"passes": 3/, '"passes": 2'],
        [/"lanes": 1/, '"lanes": 0'],
        [/"salt": "[^"]+"/, '"salt": "AAAA"'],
        [/"argon2id"/, '"pbkdf2"'],
        [/"tag": "[^"]+"/, '"tag": "AAAAAA=="'],
        [/"slots": /, '"extra": 1, "slots": '],
      ];
      for (const [pattern, text] of weaker) {
        const changed = whole.replace(pattern, text);
        expect(changed).not.toBe(whole);
        for (const name of ['keyslots.json', 'keyslots.copy.json']) writeFileSync(file(name), changed);
        await expect(ring.list()).rejects.toMatchObject({ code: 'store_corrupt' });
      }
      for (const name of ['keyslots.json', 'keyslots.copy.json']) {
        writeFileSync(file(name), whole.replace('"version": 1', '"version": 2'));
      }
      await expect(ring.list()).rejects.toMatchObject({ code: 'store_too_new' });
    });

    it('opens nothing from a slot that was altered or moved', async () => {
      await ring.create(WITH_PHRASE);
      const whole = stored();
      const alterations = [
        (text: string) => text.replace(/"id": "(.)/, (_, digit) => `"id": "${digit === '0' ? '1' : '0'}`),
        (text: string) =>
          text.replace(/"storeId": "(.)/, (_, digit) => `"storeId": "${digit === '0' ? '1' : '0'}`),
        (text: string) =>
          text.replace(/"check": "[^"]+"/, `"check": "${randomBytes(32).toString('base64')}"`),
        (text: string) =>
          text.replace(/"ciphertext": "[^"]+"/, `"ciphertext": "${randomBytes(32).toString('base64')}"`),
        (text: string) => text.replace('"passes": 3', '"passes": 4'),
      ];
      const text = `${JSON.stringify(whole, null, 2)}\n`;
      for (const alter of alterations) {
        const altered = alter(text);
        expect(altered).not.toBe(text);
        for (const name of ['keyslots.json', 'keyslots.copy.json']) writeFileSync(file(name), altered);
        await expect(ring.unlock({ kind: 'passphrase', passphrase: PASSPHRASE })).rejects.toMatchObject({
          code: 'wrong_passphrase',
        });
      }
    });
  });
});
