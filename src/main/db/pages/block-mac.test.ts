import { createHmac, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createBlockMac } from './block-mac.ts';

it.each(['sha256', 'sha512'] as const)('is HMAC-%s, whatever was asked before', (name) => {
  const key = randomBytes(32);
  const mac = createBlockMac(name, key, 4096);
  for (const size of [0, 1, 63, 64, 4096, 300, 4095, 128]) {
    const message = randomBytes(size);
    const cut = Math.floor(size / 3);
    expect(mac.digest(message.subarray(0, cut), message.subarray(cut))).toEqual(
      createHmac(name, key).update(message).digest(),
    );
  }
});
