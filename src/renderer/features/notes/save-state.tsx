import { Check, CloudOff, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Spinner } from '#renderer/ui/spinner.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import type { NoteDraft } from './note-draft.ts';

/** Whether the host has what was typed. Quiet while all is well. */
export function SaveState({ draft }: { draft: NoteDraft }) {
  const { t } = useTranslation('notes');
  const { state } = draft;
  return (
    <span role="status" className="inline-flex min-w-16 items-center justify-end gap-1.5 [&_svg]:size-3.5">
      {state === 'saved' && (
        <>
          <Check aria-hidden className="text-success-text" /> {t('stateSaved')}
        </>
      )}
      {(state === 'saving' || state === 'waiting') && (
        <>
          <Spinner className="size-3" /> {t('stateSaving')}
        </>
      )}
      {state === 'failed' && (
        <Tooltip content={describeError(draft.error).message}>
          <button
            type="button"
            onClick={() => void draft.save()}
            className="inline-flex items-center gap-1.5 rounded-md bg-danger-soft px-1.5 py-0.5 text-danger-text"
          >
            <CloudOff aria-hidden /> {t('stateFailed')}
          </button>
        </Tooltip>
      )}
      {state === 'conflict' && (
        <span className="inline-flex items-center gap-1.5 text-warning-text">
          <TriangleAlert aria-hidden /> {t('stateConflict')}
        </span>
      )}
    </span>
  );
}
