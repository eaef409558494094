import { webRequestInputSchema, webRequestOutputSchema } from '#shared/contracts/web-request.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import { requestWeb, resourceOf, type WebRequestDeps } from './web-request.service.ts';

/** What plugins, flows and agents may do on the network: ask a server that they were given, and no other. */
export function webActions(deps: WebRequestDeps): readonly ActionDefinition[] {
  const request = defineAction({
    id: 'web.request',
    title: 'Ask a server',
    description:
      'Sends one HTTP request to a server that this caller may reach, and answers its status and text (1 MB at most).',
    input: webRequestInputSchema,
    output: webRequestOutputSchema,
    effect: 'external',
    needs: ({ url }) => [{ type: 'network', resource: resourceOf(url) }],
    run: ({ principal, signal }, input) => requestWeb(deps, { input, principal, signal }),
  });
  return [request] as readonly ActionDefinition[]; // the gate parses before it runs
}
