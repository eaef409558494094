import { z } from 'zod';

/** Parts that the sealed JSON of several objects has in common. */
export const vaultId = z.string().regex(/^[0-9a-f]{32}$/);
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const whole = z.int().min(0);
export const device = z.strictObject({ id: z.string(), name: z.string() });
export const rowCounts = z.record(z.string(), whole);
