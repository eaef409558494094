import { z } from 'zod';

/** What an action does to the world: looks, changes the workspace, or reaches outside of it. */
export const ACTION_EFFECTS = ['read', 'write', 'external'] as const;
export const actionEffectSchema = z.enum(ACTION_EFFECTS);
export type ActionEffect = z.infer<typeof actionEffectSchema>;

/** On whose behalf an action runs. Only `user` is a person at the keyboard. */
export const actionPrincipalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user') }),
  z.object({
    kind: z.literal('plugin'),
    name: z.string(),
    version: z.string(),
    /** SHA-256 of the installed content, hex. */
    contentHash: z.string(),
  }),
  z.object({
    kind: z.enum(['assistant', 'flow', 'plan']),
    name: z.string(),
    version: z.string(),
    contentHash: z.string(),
  }),
]);
export type ActionPrincipal = z.infer<typeof actionPrincipalSchema>;

/** `user`, `plugin:email-scanner`, `flow:weekly`: as the change log and the activity log name a principal. */
export function principalText(principal: ActionPrincipal): string {
  return principal.kind === 'user' ? 'user' : `${principal.kind}:${principal.name}`;
}

/** Where a value came from; what is not `user` is untrusted text. */
export const VALUE_SOURCES = ['user', 'email', 'file', 'calendar', 'web', 'model'] as const;
export const valueSourceSchema = z.enum(VALUE_SOURCES);
export type ValueSource = z.infer<typeof valueSourceSchema>;

/** Why a change is wanted and the passage it rests on; shown beside a proposal. */
export const proposalSourceSchema = z.object({
  source: valueSourceSchema,
  /** How a person finds it: subject and sender, file name, event title. */
  label: z.string().max(500),
  /** `adiuva://`, `https://`, `mailto:`, `message:` or `file:` address of the passage, where there is one. */
  url: z.string().max(2000).nullable(),
  /** A few lines at most. */
  excerpt: z.string().max(2000),
});
export type ProposalSource = z.infer<typeof proposalSourceSchema>;

export const actionInfoSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  effect: actionEffectSchema,
  /** JSON Schema of the input, for a model and for forms. */
  inputSchema: z.unknown(),
});
export type ActionInfo = z.infer<typeof actionInfoSchema>;

/** What became of a call: it ran, or it waits in the inbox as a proposal. */
export type ActionOutcome =
  | { readonly status: 'done'; readonly output: unknown }
  | { readonly status: 'proposed'; readonly proposalId: string };
