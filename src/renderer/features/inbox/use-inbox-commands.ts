import { Check, PencilLine, ShieldCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import type { Decisions } from './use-decisions.ts';

type Given = { readonly targets: readonly ShownProposal[]; readonly decisions: Decisions };

/** A, E and R on what is selected, or else on the proposal that is shown. */
export function useInboxCommands({ targets, decisions }: Given): void {
  const { t } = useTranslation('inbox');
  const group = t('title');
  const pending = targets.filter(({ status }) => status === 'pending');
  const only = pending.length === 1 ? pending[0] : undefined;
  const enabled = pending.length > 0;
  useCommands([
    {
      id: 'inbox.approve',
      title: t('approve'),
      group,
      icon: Check,
      keys: 'a',
      enabled,
      run: () => decisions.approve(pending),
    },
    {
      id: 'inbox.edit',
      title: t('edit'),
      group,
      icon: PencilLine,
      keys: 'e',
      enabled: only !== undefined,
      run: () => only && decisions.ask({ what: 'edit', proposal: only }),
    },
    {
      id: 'inbox.reject',
      title: t('rejectWithReason'),
      group,
      icon: X,
      keys: 'r',
      enabled,
      run: () => decisions.ask({ what: 'reject', proposals: pending }),
    },
    {
      id: 'inbox.always-allow',
      title: t('alwaysAllow'),
      group,
      icon: ShieldCheck,
      keys: 'w',
      enabled: only !== undefined && only.risk !== 'high',
      run: () => only && decisions.ask({ what: 'rule', proposal: only }),
    },
  ]);
}

/** With nothing focused, the list's own keys lead into the list. */
export function useListCommands(): void {
  const { t } = useTranslation('inbox');
  const focusList = (): void =>
    document.querySelector<HTMLElement>('#content [role="row"][tabindex="0"]')?.focus();
  const command = { title: t('nextProposal'), group: t('title'), hiddenInPalette: true, run: focusList };
  useCommands([
    { ...command, id: 'inbox.to-list', keys: 'j' },
    { ...command, id: 'inbox.to-list-arrow', keys: 'arrowdown' },
  ]);
}
