import { z } from 'zod';

/** The one written form of an address: an account is found again however it was typed. */
const addressSchema = z
  .url({ protocol: /^https?$/, normalize: true })
  .transform((text) => text.replace(/\/+$/, ''));

export function plainEndpoint(address: string): string {
  return addressSchema.parse(address);
}

/** Where an Adiuva endpoint listens, as it was typed in; name and password have fields of their own. */
export const endpointSchema = z
  .string()
  .max(2000)
  .refine((text) => !/^[^/]+\/\/[^/]*@/.test(text) && !/[?#]/.test(text), {
    message: 'Enter the address of the server alone, such as https://backup.example.org.',
  })
  .pipe(addressSchema);

export const endpointInputSchema = z.object({ endpoint: endpointSchema });

const emailField = z.email().max(254);
/** As long as an endpoint takes; what is shorter is refused there. */
const passwordField = z.string().min(1).max(200);
const newPasswordField = z.string().min(10).max(200);
const deviceName = z.string().trim().min(1).max(100);

export const signInInputSchema = z.object({
  ...endpointInputSchema.shape,
  email: emailField,
  password: passwordField,
  /** How this machine is called among the devices of the account; its own name when left out. */
  deviceName: deviceName.optional(),
});
export type SignInInput = z.infer<typeof signInInputSchema>;

export const signUpInputSchema = z.object({
  ...signInInputSchema.shape,
  password: newPasswordField,
  inviteCode: z.string().min(1).max(200).optional(),
});
export type SignUpInput = z.infer<typeof signUpInputSchema>;

export const cloudPasswordInputSchema = z.object({
  ...endpointInputSchema.shape,
  currentPassword: passwordField,
  newPassword: newPasswordField,
});

export const deleteCloudAccountInputSchema = z.object({
  ...endpointInputSchema.shape,
  password: passwordField,
});

export const cloudDeviceInputSchema = z.object({ ...endpointInputSchema.shape, deviceId: z.uuid() });

export type CloudTier = 'free' | 'pro' | 'power' | 'team';

/** Room and rhythm that the endpoint gives the account, in bytes and requests. */
export type CloudUsage = {
  /** Null where there is no limit. */
  readonly limitBytes: number | null;
  readonly usedBytes: number;
  /** Deleted, and kept for some days. */
  readonly deletedBytes: number;
  readonly requestsPerMinute: number;
};

export const CLOUD_STATES = [
  'signed_in',
  'offline',
  'unreachable',
  'expired',
  'over_quota',
  'rate_limited',
] as const;
/** `expired`: the endpoint takes the kept sign-in no more, or it belongs to another copy of this workspace. */
export type CloudState = (typeof CLOUD_STATES)[number];

/** This workspace, signed in at an endpoint. What it was last told stays readable while it cannot be asked. */
export type CloudAccount = {
  readonly endpoint: string;
  readonly email: string;
  readonly tier: CloudTier;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly signedInAt: number;
  readonly state: CloudState;
  /** Of `rate_limited`: when it may be asked again. */
  readonly retryAt: number | null;
  /** Null until the endpoint was asked. */
  readonly usage: CloudUsage | null;
  readonly checkedAt: number | null;
};

export type CloudDevice = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly isThisDevice: boolean;
};

/** What an endpoint says of itself before anybody signs in. */
export type CloudEndpoint = {
  readonly endpoint: string;
  readonly version: string;
  readonly isSelfHosted: boolean;
  readonly registration: 'open' | 'invite' | 'closed';
};
