import { useTranslation } from 'react-i18next';
import type { CommandSummary } from '#shared/contracts/changes.ts';

type NamedCommand = Pick<CommandSummary, 'command' | 'params'>;

/** What was done, in the reader's language: the command is a key of the commands catalogue. */
export function useCommandLabel(): (summary: NamedCommand) => string {
  const { t, i18n } = useTranslation('commands');
  return ({ command, params }) => {
    const fills = { count: 1, title: '', ...params };
    if (!i18n.exists(`commands:${command}`, fills)) return t('change');
    // Keys that come over the wire can't be checked at compile time; existence was checked just above.
    return t(command as 'change', fills);
  };
}
