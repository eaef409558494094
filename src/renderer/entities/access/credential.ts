import type { z } from 'zod';
import type { unlockInputSchema } from '#shared/contracts/system.ts';

/** What a person proves with that the workspace is theirs. */
export type Credential = z.infer<typeof unlockInputSchema>;
export type CredentialKind = 'passphrase' | 'recovery' | 'keychain';
