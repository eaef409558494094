import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';

const TIMES = ['06:00', '07:00', '07:30', '08:00', '09:00'];

/** When the brief of the day can be written; '' is only when it is asked for. */
export function useBriefTimes(chosen: string): readonly { readonly value: string; readonly label: string }[] {
  const { t } = useTranslation('home');
  const format = useFormat();
  const times = [...new Set([...TIMES, chosen])].filter((time) => time !== '').toSorted();
  return [
    ...times.map((value) => ({ value, label: format.time(value) })),
    { value: '', label: t('briefWhenAsked') },
  ];
}
