import { z } from 'zod';
import { defineAction, type ActionDefinition } from '../actions/action-definition.ts';

const input = z.object({
  prompt: z.string().min(1).max(200_000),
  system: z.string().max(20_000).optional(),
  maxTokens: z.number().int().min(1).max(32_000).default(1_000),
});

/** Callers must be able to work without a model, and so does this: it says that there is none. */
const output = z.discriminatedUnion('status', [
  z.object({ status: z.literal('no_model') }),
  z.object({ status: z.literal('done'), text: z.string() }),
]);

/** What a caller may ask of a language model. */
export function modelActions(): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'model.complete',
      title: 'Ask a language model',
      description:
        'Completes a text with the model that the person has set up; answers "no_model" where there is none.',
      input,
      output,
      effect: 'read',
      // No provider can be set up: nothing is sent anywhere, so there is nothing that a right could be for.
      needs: () => [],
      run: async () => ({ status: 'no_model' as const }),
    }),
  ];
}
