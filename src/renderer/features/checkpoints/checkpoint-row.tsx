import { Check, ChevronDown, Hourglass, Sparkles, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckpointListItem } from '#shared/contracts/checkpoints.ts';
import type { CheckpointActions } from '#renderer/entities/checkpoint/checkpoint-actions.ts';
import { CheckpointMark } from '#renderer/entities/checkpoint/checkpoint-mark.tsx';
import { SuggestionSource } from '#renderer/entities/proposal/suggestion-source.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { InlineEdit } from '#renderer/ui/inline-edit.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { EvidenceList } from './evidence-list.tsx';

type CheckpointRowProps = { checkpoint: CheckpointListItem; actions: CheckpointActions; isLast: boolean };

/** One milestone on the rail of a project. */
export function CheckpointRow({ checkpoint, actions, isLast }: CheckpointRowProps) {
  const { t } = useTranslation('checkpoints');
  const { t: words } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const isReached = checkpoint.reachedAt !== null;
  const isLate = !isReached && checkpoint.dueDate !== null && checkpoint.dueDate < today();
  const isProposal = checkpoint.isAiSuggested && !checkpoint.isApproved;
  return (
    <li className={cn('group/row relative flex gap-3 pb-3', isProposal && 'proposal rounded-lg p-2')}>
      {!isLast && <span aria-hidden className="absolute start-[15px] top-8 -bottom-1 w-px bg-border" />}
      {isProposal ? (
        <span className="grid size-8 shrink-0 place-items-center">
          <Sparkles aria-hidden className="size-4.5 text-secondary-text" />
        </span>
      ) : (
        <Tooltip content={isReached ? t('reopen') : t('reach')}>
          <button
            type="button"
            role="checkbox"
            aria-checked={isReached}
            aria-label={t('reachNamed', { title: checkpoint.title })}
            onClick={() => actions.reach(checkpoint, !isReached)}
            className="grid size-8 shrink-0 place-items-center rounded-lg transition-colors hover:bg-accent"
          >
            <CheckpointMark colour={checkpoint.projectColour} isReached={isReached} className="size-5" />
          </button>
        </Tooltip>
      )}
      <div className="min-w-0 flex-1">
        <div className="flex min-h-8 flex-wrap items-center gap-x-2">
          <InlineEdit
            label={t('titleLabel')}
            value={checkpoint.title}
            onSave={(title) => actions.update(checkpoint, { title })}
            className={cn(
              'mx-0 w-auto min-w-40 flex-1 text-sm font-medium',
              isReached && 'text-muted-foreground',
            )}
          />
          {checkpoint.waitingTaskCount > 0 && (
            <Badge tone="warning" title={t('waiting', { count: checkpoint.waitingTaskCount })}>
              <Hourglass aria-hidden />
              {t('waiting', { count: checkpoint.waitingTaskCount })}
            </Badge>
          )}
          <DatePicker
            variant="ghost"
            label={t('due')}
            value={checkpoint.dueDate}
            onValueChange={(dueDate) => actions.update(checkpoint, { dueDate })}
            className={cn('text-meta', isLate && 'font-medium text-danger-text')}
          />
          <IconButton
            label={isOpen ? t('hideDetails') : t('showDetails')}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronDown aria-hidden className={cn('transition-transform', isOpen && 'rotate-180')} />
          </IconButton>
          {isProposal ? (
            <Verdict checkpoint={checkpoint} actions={actions} />
          ) : (
            <IconButton
              label={words('moveToTrash')}
              onClick={() => actions.remove(checkpoint)}
              className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100"
            >
              <Trash2 aria-hidden />
            </IconButton>
          )}
        </div>
        {isProposal && (
          <div className="ps-2">
            <SuggestionSource itemId={checkpoint.id} />
          </div>
        )}
        <Facts checkpoint={checkpoint} isOpen={isOpen} />
        {isOpen && <Details checkpoint={checkpoint} actions={actions} />}
      </div>
    </li>
  );
}

/** A yes or a no to what was suggested; its proposal in the inbox follows. */
function Verdict({ checkpoint, actions }: Pick<CheckpointRowProps, 'checkpoint' | 'actions'>) {
  const { t } = useTranslation('checkpoints');
  const { title } = checkpoint;
  return (
    <>
      <IconButton label={t('approveNamed', { title })} onClick={() => actions.approve(checkpoint)}>
        <Check aria-hidden />
      </IconButton>
      <IconButton label={t('rejectNamed', { title })} onClick={() => actions.dismiss(checkpoint)}>
        <X aria-hidden />
      </IconButton>
    </>
  );
}

function Facts({ checkpoint, isOpen }: { checkpoint: CheckpointListItem; isOpen: boolean }) {
  const { t } = useTranslation('checkpoints');
  const format = useFormat();
  const facts = [
    checkpoint.reachedAt === null
      ? undefined
      : t('reachedOn', { date: format.instant(checkpoint.reachedAt) }),
    checkpoint.evidence.length === 0 || isOpen
      ? undefined
      : t('evidenceCount', { count: checkpoint.evidence.length }),
  ].filter((fact) => fact !== undefined);
  return facts.length === 0 ? null : <p className="ps-2 text-meta">{facts.join(' · ')}</p>;
}

function Details({ checkpoint, actions }: Pick<CheckpointRowProps, 'checkpoint' | 'actions'>) {
  const { t } = useTranslation('checkpoints');
  return (
    <div className="mt-1 flex flex-col gap-2 ps-2">
      <InlineEdit
        multiline
        allowEmpty
        label={t('description')}
        placeholder={t('descriptionPlaceholder')}
        value={checkpoint.description}
        onSave={(description) => actions.update(checkpoint, { description })}
        className="text-[13px] leading-relaxed text-muted-foreground"
      />
      <EvidenceList
        evidence={checkpoint.evidence}
        onChange={(evidence) => actions.update(checkpoint, { evidence })}
      />
    </div>
  );
}
