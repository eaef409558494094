import { Link } from '@tanstack/react-router';
import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HomeDesk } from '#shared/contracts/home.ts';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ProposalCard } from '#renderer/ui/card.tsx';
import { DotLabel } from '#renderer/ui/tag-chip.tsx';
import { useProposalCounts } from '#renderer/entities/proposal/proposal-queries.ts';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';

const SHOWN_SUGGESTIONS = 4;

/** What waits for a yes or a no. */
export function Suggestions({ desk }: { desk: HomeDesk }) {
  const { t } = useTranslation('home');
  const { suggestedCount } = desk;
  const suggested = desk.suggested.slice(0, SHOWN_SUGGESTIONS);
  const pending = useProposalCounts().data?.pending ?? 0;
  if (suggested.length === 0 && pending === 0) return null;
  return (
    <section aria-label={t('suggested')}>
      <ProposalCard className="pb-2">
        <h2 className="text-sm font-semibold tracking-[-0.2px]">
          {suggested.length === 0
            ? t('proposalsWait', { count: pending })
            : t('suggestedCount', { count: suggestedCount })}
        </h2>
        <ul className="mt-2 -mx-1.5 flex flex-col">
          {suggested.map((task) => (
            <Suggestion key={task.id} task={task} />
          ))}
        </ul>
        <p className="-ms-1.5 flex flex-wrap gap-1">
          {suggestedCount > suggested.length && (
            <Button asChild size="xs" variant="ghost">
              <Link to="/tasks" search={{ view: 'suggested' }}>
                {t('seeAll')}
              </Link>
            </Button>
          )}
          {pending > 0 && (
            <Button asChild size="xs" variant="ghost">
              <Link to="/inbox">{t('openInbox', { count: pending })}</Link>
            </Button>
          )}
        </p>
      </ProposalCard>
    </section>
  );
}

function Suggestion({ task }: { task: TaskListItem }) {
  const { t } = useTranslation('tasks');
  const { actions, open } = useTaskTools();
  return (
    <li className="flex items-start gap-1 py-1">
      <button
        type="button"
        onClick={() => open(task)}
        className="min-w-0 flex-1 rounded-md px-1.5 py-1 text-start text-sm hover:bg-accent"
      >
        <span dir="auto" className="line-clamp-2">
          {task.title}
        </span>
        {task.projectName !== null && (
          <span className="mt-0.5 flex text-meta">
            <DotLabel colour={task.projectColour}>{task.projectName}</DotLabel>
          </span>
        )}
      </button>
      <IconButton
        size="xs"
        className="mt-1"
        label={t('acceptNamed', { title: task.title })}
        onClick={() => actions.approve([task])}
      >
        <Check aria-hidden />
      </IconButton>
      <IconButton
        size="xs"
        className="mt-1"
        label={t('dismissNamed', { title: task.title })}
        onClick={() => actions.dismiss([task])}
      >
        <X aria-hidden />
      </IconButton>
    </li>
  );
}
