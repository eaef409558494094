import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkspace } from '../open-line.ts';
import { localeOf } from '../terminal-locale.ts';
import { printable } from '../terminal.ts';

/** Quick add: one line of text becomes a task. */
export function runAdd(context: CommandContext, text: string): Promise<number> {
  const { env } = context.terminal;
  return withWorkspace(context, async ({ api }) => {
    const answer = await api.tasks.quickAdd({ text, now: wallClock(new Date()), locale: localeOf(env) });
    await context.output.answer(answer, () => {
      const { title, dueDate, dueTime } = answer.item;
      const due = dueDate === null ? '' : `, due ${dueDate}${dueTime === null ? '' : ` ${dueTime}`}`;
      return `Added "${printable(title)}"${due}.`;
    });
    return EXIT.done;
  });
}

/** `YYYY-MM-DDTHH:MM` as the person's own clock shows it. */
function wallClock(now: Date): string {
  const localAsUtc = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return localAsUtc.toISOString().slice(0, 16);
}
