import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SpecProblem } from '#shared/contracts/datasets.ts';
import { cn } from '#renderer/lib/cn.ts';

type ProblemListProps = {
  problems: readonly SpecProblem[];
  /** Leads to the line, where the text is there. */
  onGoTo?: (line: number) => void;
};

/** What is wrong with a definition, in the order in which it stands. */
export function ProblemList({ problems, onGoTo }: ProblemListProps) {
  const { t } = useTranslation('datasets');
  if (problems.length === 0) return null;
  return (
    <ul
      aria-label={t('problems')}
      className="flex flex-col gap-1.5 rounded-lg border border-border-subtle p-3"
    >
      {problems.map((problem) => (
        <li
          key={`${problem.path} ${problem.line} ${problem.message}`}
          className={cn(
            'flex items-start gap-2 text-[13px] leading-snug',
            problem.isWarning ? 'text-warning-text' : 'text-danger-text',
          )}
        >
          {problem.isWarning ? (
            <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          )}
          <span className="min-w-0 wrap-anywhere">
            <Place problem={problem} onGoTo={onGoTo} /> {problem.message}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Place({
  problem: { line, path },
  onGoTo,
}: { problem: SpecProblem } & Pick<ProblemListProps, 'onGoTo'>) {
  const { t } = useTranslation('datasets');
  if (line !== null && onGoTo !== undefined) {
    return (
      <button type="button" className="rounded-sm font-medium underline" onClick={() => onGoTo(line)}>
        {t('line', { line })}
      </button>
    );
  }
  return path === '' ? null : <span className="font-medium">{path}:</span>;
}
