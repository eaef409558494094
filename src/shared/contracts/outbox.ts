import { z } from 'zod';

/** `needs_you`: tried as often as it may be, or refused for good; it goes on when it is tried again by hand. */
export type OutboxState = 'waiting' | 'sending' | 'needs_you';

/** What could not be sent when it was due, and is sent when the network is back. */
export type OutboxItem = {
  readonly id: string;
  /** `backup`, `sign_out`, … */
  readonly kind: string;
  /** Where it is to go, where the kind does not say it all; empty otherwise. */
  readonly label: string;
  readonly state: OutboxState;
  readonly tries: number;
  readonly createdAt: number;
  /** Null where no try is planned: it is being sent, needs the person, or waits for the network. */
  readonly nextTryAt: number | null;
  /** Why it was not sent; null where it was not tried yet. */
  readonly error: { readonly code: string; readonly message: string } | null;
};

export const outboxItemInputSchema = z.object({ id: z.uuid() });

export const outboxRetryInputSchema = z.object({
  /** Everything when left out. */
  id: z.uuid().optional(),
  /** Answers once it was tried, not when the try has begun. */
  isAwaited: z.boolean().default(false),
});
