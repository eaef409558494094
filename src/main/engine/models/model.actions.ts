import { z } from 'zod';
import { principalText } from '#shared/contracts/actions.ts';
import { defineAction, type ActionDefinition } from '../actions/action-definition.ts';
import type { Models } from './model-port.ts';
import type { ProviderSource } from './provider-port.ts';

const input = z.object({
  prompt: z.string().min(1).max(200_000),
  system: z.string().max(20_000).optional(),
  maxTokens: z.number().int().min(1).max(32_000).default(1_000),
  /** `providerId/modelId`; the person's own order where it is left out. */
  model: z.string().max(300).optional(),
});

/** Callers must be able to work without a model: this says that there is none, instead of failing. */
const output = z.discriminatedUnion('status', [
  z.object({ status: z.literal('no_model') }),
  z.object({ status: z.literal('done'), text: z.string() }),
]);

/** What a caller may ask of a language model. */
export function modelActions(deps: {
  readonly models: Models;
  readonly providers: ProviderSource;
}): readonly ActionDefinition[] {
  const { models, providers } = deps;
  return [
    defineAction({
      id: 'model.complete',
      title: 'Ask a language model',
      description:
        'Completes a text with the model that the person has set up; answers "no_model" where there is none.',
      input,
      output,
      effect: 'read',
      async needs({ model }) {
        if (model !== undefined) return [{ type: 'model', resource: model.split('/')[0] || '*' }];
        // Each provider in the chain may be the one that is asked. Where there is none, nothing is sent anywhere.
        const chain = (await providers.list()).filter((one) => one.isEnabled && one.chatModel !== '');
        return chain.map(({ id }) => ({ type: 'model', resource: id }));
      },
      async run(ctx, { prompt, system, maxTokens, model }) {
        if ((await models.availability()) === 'none') return { status: 'no_model' as const };
        const { principal, runId, signal } = ctx;
        const result = await models.complete({
          feature: principal.kind === 'plugin' ? `plugin:${principal.name}` : 'actions',
          principal: principalText(principal),
          runId,
          signal,
          messages: [
            ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
            { role: 'user' as const, content: prompt },
          ],
          maxOutputTokens: maxTokens,
          model,
        });
        return { status: 'done' as const, text: result.text };
      },
    }),
  ];
}
