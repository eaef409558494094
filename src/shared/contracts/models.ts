import { z } from 'zod';
import { PROVIDER_KINDS } from './choices.ts';

/** A JSON Schema document (draft 2020-12), as models and forms read it. */
export type JsonSchema = { readonly [keyword: string]: unknown };

export const providerKindSchema = z.enum(PROVIDER_KINDS);
export type ProviderKind = z.infer<typeof providerKindSchema>;

const modelIdSchema = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\s]*$/, 'A model is named without spaces, as its provider lists it.');

const baseUrlSchema = z
  .string()
  .trim()
  .max(2000)
  .pipe(z.url({ protocol: /^https?$/, error: 'An address looks like https://example.com/v1.' }));

const providerFields = {
  name: z.string().trim().min(1).max(100),
  /** Null for the usual address of its kind. */
  baseUrl: baseUrlSchema.nullable(),
  /** The model that the chain asks for; empty where this provider only embeds. */
  chatModel: modelIdSchema,
  embeddingModel: modelIdSchema,
  isEnabled: z.boolean(),
  /** For a whole answer that is not streamed, and for the first words of one that is. */
  timeoutMs: z.number().int().min(1_000).max(600_000),
  maxConcurrent: z.number().int().min(1).max(64),
};

export const modelProviderInputSchema = z.object({
  kind: providerKindSchema,
  ...providerFields,
  name: providerFields.name.optional(),
  baseUrl: providerFields.baseUrl.default(null),
  chatModel: providerFields.chatModel.default(''),
  embeddingModel: providerFields.embeddingModel.default(''),
  isEnabled: providerFields.isEnabled.default(true),
  timeoutMs: providerFields.timeoutMs.optional(),
  maxConcurrent: providerFields.maxConcurrent.optional(),
  /** Kept as a named secret; never answered again. */
  key: z.string().trim().min(1).max(10_000).optional(),
});
export type ModelProviderInput = z.input<typeof modelProviderInputSchema>;

export const modelProviderPatchSchema = z
  .object(providerFields)
  .partial()
  .extend({
    /** Null forgets the key that is kept. */
    key: z.string().trim().min(1).max(10_000).nullable().optional(),
  });
export type ModelProviderPatch = z.infer<typeof modelProviderPatchSchema>;

/** A provider as it is kept and listed. The order of the list is the order in which they are tried. */
export type ModelProvider = {
  readonly id: string;
  readonly kind: ProviderKind;
  readonly name: string;
  readonly baseUrl: string | null;
  readonly chatModel: string;
  readonly embeddingModel: string;
  readonly isEnabled: boolean;
  readonly timeoutMs: number;
  readonly maxConcurrent: number;
  readonly hasKey: boolean;
  /** Its address lies on this machine or in the local network, so that nothing sent to it leaves that. */
  readonly isLocal: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** What was last seen of a provider, while the app runs. */
export type ProviderState = 'untried' | 'ready' | 'slowed' | 'failing' | 'sign_in_refused';
export type ProviderHealth = {
  readonly providerId: string;
  readonly state: ProviderState;
  /** What is wrong, in plain words; empty where nothing is. */
  readonly message: string;
  readonly lastAnsweredAt: number | null;
  /** Until then it is passed over, or null. */
  readonly pausedUntil: number | null;
};

/** What a kind of provider wants to know, for the form that adds one. */
export type ProviderPreset = {
  readonly kind: ProviderKind;
  readonly name: string;
  /** Its usual address, or null where there is none. */
  readonly baseUrl: string | null;
  readonly needsKey: boolean;
  readonly canEmbed: boolean;
};

export const PROVIDER_TEST_STEPS = ['address', 'key', 'model', 'answer', 'embedding'] as const;
export type ProviderTestStep = (typeof PROVIDER_TEST_STEPS)[number];

/** Why a provider could not be asked, or did not do what it was asked. */
export const PROVIDER_TEST_FAILURES = [
  'refused',
  'timeout',
  'unreachable',
  'untrusted',
  'not_allowed',
  'offline',
  'key',
  'unknown_address',
  'unknown_model',
  'wait',
  'server',
  'invalid',
  'unexplained',
] as const;
export type ProviderTestFailure = (typeof PROVIDER_TEST_FAILURES)[number];

/** What one step found, for pages that say it in the reader's own language. */
export type ProviderTestFinding =
  /** Null where its API has no list. */
  | { readonly kind: 'lists'; readonly count: number | null }
  | { readonly kind: 'answers'; readonly model: string }
  | { readonly kind: 'vectors'; readonly model: string; readonly dimension: number }
  /** `known` are some of those that it has. */
  | { readonly kind: 'missing'; readonly model: string; readonly known: readonly string[] }
  | {
      readonly kind: 'failed';
      readonly why: ProviderTestFailure;
      readonly host: string;
      /** The server's own words; empty where it said nothing. */
      readonly said: string;
    };

/** What a test found, step by step until the first that failed. */
export type ProviderTest = {
  readonly isOk: boolean;
  readonly steps: readonly {
    readonly step: ProviderTestStep;
    readonly isOk: boolean;
    /** In plain English words. */
    readonly message: string;
    readonly found: ProviderTestFinding;
  }[];
  /** The models that it lists; empty where its API has no list. */
  readonly models: readonly string[];
  readonly durationMs: number;
};

export const modelProviderTestInputSchema = z.union([
  z.object({ id: z.uuid() }),
  modelProviderInputSchema.extend({
    /** A provider that is kept, whose key is used where none is typed in. */
    keyOf: z.uuid().optional(),
  }),
]);
export type ModelProviderTestInput = z.input<typeof modelProviderTestInputSchema>;

export const modelProviderOrderInputSchema = z.object({ ids: z.array(z.uuid()).min(1).max(100) });
