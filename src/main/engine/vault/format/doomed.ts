import { z } from 'zod';
import { damaged } from './refusals.ts';
import { fromJsonBytes, openBody, sealBody, toJsonBytes } from './sealed-body.ts';
import { whole } from './sealed-schemas.ts';
import { newVaultId, objectName, parseObjectName } from './vault-names.ts';
import type { Doomed, SealedObject, Sealing, VaultKeys } from './vault-types.ts';

const doomedBody = z.strictObject({
  createdAtMs: whole,
  headSequence: whole,
  names: z.array(z.string().refine((name) => parseObjectName(name) !== undefined)),
});

export function sealDoomed(
  sealing: Sealing,
  doomed: Doomed,
  id: string = newVaultId(sealing.random),
): SealedObject {
  return sealBody(sealing, 'doomed', id, toJsonBytes(doomedBody.parse(doomed)));
}

export function openDoomed(keys: VaultKeys, id: string, bytes: Uint8Array): Doomed {
  const name = objectName(keys.generation, 'doomed', id);
  const doomed = doomedBody.safeParse(
    fromJsonBytes(name, openBody(keys, { name, type: 'doomed', id }, bytes).plain),
  );
  if (!doomed.success) throw damaged(name, 'content');
  return doomed.data;
}
