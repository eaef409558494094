import { useTranslation } from 'react-i18next';
import type { HomeDesk } from '#shared/contracts/home.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { usePreferences } from '#renderer/lib/preferences.tsx';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour >= 5 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}

/** The first line of the day, and the day in one sentence. */
export function Greeting({ desk }: { desk: HomeDesk }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const { userName } = usePreferences();
  useWindowTitle(t('title'));
  const part = partOfDay(new Date().getHours());
  const name = userName.trim();
  return (
    <header className="px-8 pt-9 pb-5">
      <p className="text-sm text-muted-foreground first-letter:uppercase">{format.longDate(today())}</p>
      <h1 className="mt-1 text-[28px] leading-9 font-semibold">
        {name === '' ? t(`greeting_${part}`) : t(`greetingNamed_${part}`, { name })}
      </h1>
      {!desk.isEmptyWorkspace && <DaySentence desk={desk} />}
    </header>
  );
}

function DaySentence({ desk }: { desk: HomeDesk }) {
  const { t } = useTranslation('home');
  const parts = [
    desk.todayCount === 0 ? t('nothingToday') : t('todayCount', { count: desk.todayCount }),
    ...(desk.overdueCount === 0 ? [] : [t('overdueCount', { count: desk.overdueCount })]),
    ...(desk.doneTodayCount === 0 ? [] : [t('doneCount', { count: desk.doneTodayCount })]),
  ];
  return <p className="mt-1 text-sm text-muted-foreground">{parts.join(' · ')}</p>;
}
