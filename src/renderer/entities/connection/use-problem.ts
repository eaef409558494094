import { useTranslation } from 'react-i18next';
import type { CalendarField } from './calendar-draft.ts';
import type { MailField } from './mail-draft.ts';

type SourceField = MailField | CalendarField;

/** The words under a field that is still empty. */
export function useProblem(missing: readonly SourceField[]) {
  const { t } = useTranslation('connections');
  return (field: SourceField): string | undefined =>
    missing.includes(field) ? t(`missing_${field}`) : undefined;
}
