import { z } from 'zod';
import { TIERS } from '../tiers.ts';
import type { DeviceRow, SignedIn } from './accounts.store.ts';
import type { IssuedSession } from './auth.service.ts';

const email = z.email().max(254);
const password = z.string().min(10).max(200);
/** 32 random bytes in base64url. */
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const registerInput = z.strictObject({ email, password, inviteCode: z.string().max(200).optional() });
export const registerOutput = z.object({ status: z.literal('accepted') });
/** No lower bound: it would tell apart passwords that can be right from those that cannot. */
export const loginInput = z.strictObject({
  email,
  password: z.string().min(1).max(200),
  deviceName: z.string().trim().min(1).max(100),
});
export const refreshInput = z.strictObject({ refreshToken: token, successor: token.optional() });
export const logoutInput = z.strictObject({ refreshToken: token });
export const passwordInput = z.strictObject({
  currentPassword: z.string().min(1).max(200),
  newPassword: password,
});
export const deleteAccountInput = z.strictObject({ password: z.string().min(1).max(200) });
export const deviceParams = z.strictObject({ id: z.uuid() });

export const accountOutput = z.object({
  id: z.uuid(),
  email: z.string(),
  tier: z.enum(TIERS),
  createdAtMs: z.int(),
});
export const deviceOutput = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAtMs: z.int(),
  lastUsedAtMs: z.int(),
  isCurrent: z.boolean(),
});
export const devicesOutput = z.object({ devices: z.array(deviceOutput) });
export const sessionOutput = z.object({
  accessToken: z.string(),
  accessTokenExpiresAtMs: z.int(),
  refreshToken: z.string(),
  refreshTokenExpiresAtMs: z.int(),
  account: accountOutput,
  device: deviceOutput,
});

export function toAccount({ account }: SignedIn): z.infer<typeof accountOutput> {
  const { id, email: address, tier, createdAtMs } = account;
  return { id, email: address, tier, createdAtMs };
}

export function toDevice(row: DeviceRow, current: DeviceRow): z.infer<typeof deviceOutput> {
  const { id, deviceName, createdAtMs, lastUsedAtMs } = row;
  return { id, name: deviceName, createdAtMs, lastUsedAtMs, isCurrent: id === current.id };
}

export function toSession(session: IssuedSession): z.infer<typeof sessionOutput> {
  const { accessToken, accessTokenExpiresAtMs, refreshToken, refreshTokenExpiresAtMs } = session;
  const tokens = { accessToken, accessTokenExpiresAtMs, refreshToken, refreshTokenExpiresAtMs };
  return { ...tokens, account: toAccount(session), device: toDevice(session.device, session.device) };
}
