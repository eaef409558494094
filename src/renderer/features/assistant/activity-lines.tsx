import { Check, CircleAlert, LoaderCircle, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Activity } from './live-answer.ts';

const ICONS = { running: LoaderCircle, done: Check, proposed: Sparkles, failed: CircleAlert };

/** What it looks at, in the words of the actions. Over, it folds into one line. */
export function ActivityLines({ activities, isOver }: { activities: readonly Activity[]; isOver: boolean }) {
  const { t } = useTranslation('assistant');
  if (activities.length === 0) return null;
  const lines = (
    <ul className="flex flex-col gap-1">
      {activities.map((activity) => (
        <Line key={activity.id} activity={activity} />
      ))}
    </ul>
  );
  if (!isOver) return lines;
  return (
    <details className="text-meta">
      <summary className="w-fit rounded-md px-1.5 py-0.5 -ms-1.5 hover:bg-accent hover:text-foreground">
        {t('lookedAt', { count: activities.length })}
      </summary>
      <div className="pt-1.5 ps-1">{lines}</div>
    </details>
  );
}

function Line({ activity: { title, state } }: { activity: Activity }) {
  const { t } = useTranslation('assistant');
  const Icon = ICONS[state];
  return (
    <li className="flex items-center gap-2 text-meta">
      <Icon aria-hidden className={state === 'running' ? 'size-3.5 animate-spin' : 'size-3.5'} />
      <span className="min-w-0 truncate">{t(`activity_${state}`, { title })}</span>
    </li>
  );
}
