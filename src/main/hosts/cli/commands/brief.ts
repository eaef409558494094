import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { itemLines } from '../answer-text.ts';
import { withWorkspace } from '../open-line.ts';
import { localeOf } from '../terminal-locale.ts';
import { printableLines } from '../terminal.ts';

/** The day in short, and what it rests on. */
export function runBrief(context: CommandContext, options: { readonly refresh?: boolean }): Promise<number> {
  const input = { locale: localeOf(context.terminal.env) };
  return withWorkspace(context, async ({ api }) => {
    const brief = options.refresh === true ? await api.brief.refresh(input) : await api.brief.get(input);
    await context.output.answer(brief, () =>
      [
        printableLines(brief.text),
        ...brief.sections.map(({ title, items, total }) => itemLines(title, items, total)),
        ...(brief.model === null ? [] : [`(${brief.model.providerName}, ${brief.model.modelId})`]),
      ].join('\n\n'),
    );
    return EXIT.done;
  });
}
