import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePrincipalName } from '#renderer/entities/proposal/principal-label.tsx';
import { useAddRule, type ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';
import { useProposalWords } from '#renderer/entities/proposal/proposal-words.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Select, type SelectOption } from '#renderer/ui/select.tsx';
import { usePlaceNames } from './place-names.ts';

const FORM_ID = 'standing-rule';
const DAY_MS = 24 * 3_600_000;
const LIVES = ['7', '30', '90', '365'] as const;
type Life = (typeof LIVES)[number];

type RuleDialogProps = { proposal: ShownProposal; onApprove(): void; onClose(): void };

/** "Do not ask me about these": what exactly, where, and until when. */
export function RuleDialog({ proposal, onApprove, onClose }: RuleDialogProps) {
  const { t } = useTranslation('inbox');
  const { t: common } = useTranslation();
  const words = useProposalWords();
  const nameOf = usePrincipalName();
  const scopes = useScopes(proposal);
  const [scope, setScope] = useState<string>();
  const [life, setLife] = useState<Life>('90');
  const [approves, setApproves] = useState(true);
  const add = useAddRule();
  const chosen = scope ?? scopes[0]?.value ?? '*';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate(
      { proposalId: proposal.id, scope: chosen, expiresAt: Date.now() + Number(life) * DAY_MS },
      {
        onSuccess: () => {
          toastDone({ message: t('ruleSaved') });
          onClose();
          if (approves) onApprove();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('ruleTitle')}
      description={t('ruleText', { verb: words.verb(proposal), name: nameOf(proposal.principal) })}
      size="sm"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={FORM_ID} variant="primary" busy={add.isPending}>
            {t('ruleSave')}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} className="flex flex-col gap-4">
        {add.error && <Banner tone="danger">{describeError(add.error).message}</Banner>}
        <Field label={t('ruleScope')}>
          {(control) => <Select {...control} value={chosen} onValueChange={setScope} options={scopes} />}
        </Field>
        <Field label={t('ruleUntil')} hint={<VersionNote proposal={proposal} />}>
          {(control) => (
            <Select
              {...control}
              value={life}
              onValueChange={(next: Life) => setLife(next)}
              options={LIVES.map((value): SelectOption<Life> => ({
                value,
                label: value === '365' ? t('ruleDays_year') : t('ruleDays', { count: Number(value) }),
              }))}
            />
          )}
        </Field>
        <label className="flex items-center gap-2.5 text-sm">
          <Checkbox checked={approves} onCheckedChange={(next) => setApproves(next === true)} />
          {t('ruleApproves')}
        </label>
      </form>
    </Dialog>
  );
}

function VersionNote({ proposal }: { proposal: ShownProposal }) {
  const { t } = useTranslation('inbox');
  const { principalFacts } = proposal;
  return principalFacts.kind === 'user'
    ? null
    : t('ruleEndsWithVersion', { version: principalFacts.version });
}

/** From narrow to wide: the narrowest that holds for this proposal is chosen first. */
function useScopes(proposal: ShownProposal): readonly SelectOption<string>[] {
  const { t, i18n } = useTranslation('inbox');
  const words = useProposalWords();
  const { project, client } = usePlaceNames(proposal);
  const kinds = `kinds_${proposal.kind}`;
  // Keys that come over the wire can't be checked at compile time; existence is checked here.
  const kind = i18n.exists(`inbox:${kinds}`) ? t(kinds as 'kinds_task') : words.kind(proposal.kind);
  const named = [
    project && { value: `project:${project.id}`, label: t('ruleScope_project', { name: project.name }) },
    client && { value: `client:${client.id}`, label: t('ruleScope_client', { name: client.name }) },
    { value: `kind:${proposal.kind}`, label: t('ruleScope_kind', { kind }) },
    { value: '*', label: t('ruleScope_all') },
  ];
  return named.filter((option) => option !== undefined);
}
