import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { findOperators, operatorName, withoutPiece } from './operators.ts';
import { useLanguage } from './queries.ts';

/** What was understood of the line, each part ready to be taken out. */
export function OperatorChips({ text, onTextChange }: { text: string; onTextChange(text: string): void }) {
  const { t } = useTranslation('search');
  const language = useLanguage();
  const pieces = findOperators(text);
  if (pieces.length === 0) return null;
  return (
    <ul aria-label={t('understood')} className="flex flex-wrap items-center gap-1.5">
      {pieces.map((piece) => {
        const name = operatorName(piece.operator, language);
        return (
          <li
            key={piece.start}
            className={cn(
              'inline-flex h-7 max-w-72 items-center gap-1 rounded-lg border border-border bg-card ps-2.5 pe-1 text-[13px]',
              piece.isExcluded && 'line-through decoration-danger-text',
            )}
          >
            <span className="text-muted-foreground">{name}</span>
            <span className="truncate font-medium">{piece.value}</span>
            <button
              type="button"
              aria-label={t('removeOperator', { name: `${name}:${piece.value}` })}
              onClick={() => onTextChange(withoutPiece(text, piece))}
              className="grid size-5 place-items-center rounded-md text-muted-foreground hover:bg-accent"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
