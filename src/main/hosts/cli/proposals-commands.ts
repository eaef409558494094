import { Argument, type Command } from 'commander';
import type { ProposalListOptions } from './commands/proposals.ts';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

const load = () => import('./commands/proposals.ts');

/** `adiuva proposals …`: what plugins, flows and the assistant want changed. */
export function addProposalsCommands(program: Command, run: RunCommand): void {
  const proposals = program
    .command('proposals')
    .description('what others want to change, and your decisions');
  proposals
    .command('list')
    .description('what waits for a decision, the latest first')
    .option('--all', 'also what was decided')
    .option('--plugin <name>', 'of this plugin alone')
    .option('--limit <number>', 'at most this many', toCount, 50)
    .action((options: ProposalListOptions) =>
      run(async (context) => (await load()).runProposalsList(context, options)),
    );
  proposals
    .command('show')
    .argument('<id>')
    .description('what would change, why, and where it comes from')
    .action((id: string) => run(async (context) => (await load()).runProposalsShow(context, id)));
  addDecisions(proposals, run);
  addRules(proposals, run);
}

function addDecisions(proposals: Command, run: RunCommand): void {
  proposals
    .command('approve')
    .argument('<id...>')
    .description('do what is proposed; ends with 1 where something could not be done')
    .action((ids: string[]) => run(async (context) => (await load()).runProposalsApprove(context, ids)));
  proposals
    .command('edit')
    .argument('<id>')
    .argument('<changes>', 'the fields to change as a JSON object; "-" reads it from stdin')
    .description('do it with these fields changed')
    .action((id: string, changes: string) =>
      run(async (context) => (await load()).runProposalsEdit(context, id, changes)),
    );
  proposals
    .command('reject')
    .argument('<id...>')
    .option('--reason <text>', 'kept with the decision', '')
    .description('turn it down')
    .action((ids: string[], { reason }: { reason: string }) =>
      run(async (context) => (await load()).runProposalsReject(context, ids, reason)),
    );
  proposals
    .command('undo')
    .argument('<id...>')
    .description('take decisions back, with what they changed')
    .action((ids: string[]) => run(async (context) => (await load()).runProposalsUndo(context, ids)));
}

function addRules(proposals: Command, run: RunCommand): void {
  const rules = proposals.command('rules').description('what no longer has to be asked');
  rules
    .command('list')
    .description('all that hold')
    .action(() => run(async (context) => (await load()).runRulesList(context)));
  rules
    .command('add')
    .argument('<proposal>', 'the same kind of change by the same plugin is allowed for 90 days')
    .addArgument(
      new Argument('[scope]', 'within').choices(['project', 'client', 'kind', 'all']).default('project'),
    )
    .description('always allow this; changes of high risk are asked about all the same')
    .action((id: string, scope: string) =>
      run(async (context) => (await load()).runRulesAdd(context, id, scope)),
    );
  rules
    .command('remove')
    .argument('<rule>')
    .description('ask about it again')
    .action((id: string) => run(async (context) => (await load()).runRulesRemove(context, id)));
}
