import type { ProposalSource } from '#shared/contracts/actions.ts';
import type { Adiuva } from '#main/compose.ts';
import { createAdiuva } from '#main/compose.ts';
import { grantAll, pluginPrincipal } from './plugin-principal.ts';

/** What a plugin wants done. */
export type Wish = { readonly action: string; readonly input: unknown; readonly reason?: string };

const MAIL: ProposalSource = {
  source: 'email',
  label: 'Spring campaign, from Anna',
  url: 'message:%3C1@acme%3E',
  excerpt: 'Could you send us the revised quote by Friday?',
};

/** Opens the folder, lets `work` have the app, and lets go of it before another process opens it. */
export async function withWorkspace<T>(
  folder: { readonly dataDir: string; readonly passphrase: string },
  work: (app: Adiuva) => Promise<T>,
): Promise<T> {
  const app = createAdiuva({ host: 'test', keychain: null, dataDir: folder.dataDir });
  try {
    await app.caller().system.unlock({ passphrase: folder.passphrase });
    return await work(app);
  } finally {
    await app.close();
  }
}

/** A plugin with rights over the workspace asks for these; each becomes a proposal. Answers their ids. */
export async function propose(app: Adiuva, wishes: readonly Wish[]): Promise<readonly string[]> {
  const plugin = pluginPrincipal();
  await grantAll(app.caller(), plugin, [
    { type: 'read_workspace', resource: '*' },
    { type: 'write_workspace', resource: '*' },
  ]);
  const ids: string[] = [];
  for (const { action, input, reason = 'Asked for by mail' } of wishes) {
    const options = { runId: 'run-1', reason, sources: [MAIL] };
    const outcome = await app.workspace().actions.invoke(action, input, plugin, options);
    if (outcome.status !== 'proposed') throw new Error(`${action} ran at once`);
    ids.push(outcome.proposalId);
  }
  return ids;
}
