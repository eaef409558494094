import type { AnswerItem, PlanDay } from '#shared/contracts/answers.ts';
import type { AssistantMessage, AssistantPart } from '#shared/contracts/assistant.ts';
import { formatTable } from './table.ts';
import { printable, printableLines } from './terminal.ts';

const NOTICES = {
  no_model: 'No language model is in use.',
  offline: 'Offline: no language model could be asked.',
} as const;

/** An answer for people; `isShown`: a model's own words stand there already. */
export function answerText(message: AssistantMessage, isShown: boolean): string {
  const parts = message.parts.flatMap((part) =>
    isShown && part.type === 'markdown' ? [] : partText(part, message),
  );
  const { model, notice, status } = message;
  return [
    ...parts,
    ...(message.parts.some(({ type }) => type === 'markdown') ? citationLines(message) : []),
    ...(status === 'waiting' ? ['It goes on when you have decided: see "adiuva proposals list".'] : []),
    ...(notice === null ? [] : [NOTICES[notice]]),
    ...(model === null
      ? []
      : [
          `(${model.providerName}, ${model.modelId}, ${(model.durationMs / 1000).toFixed(1)} s, $${(model.costMicros / 1e6).toFixed(4)})`,
        ]),
  ].join('\n\n');
}

function partText(part: AssistantPart, message: AssistantMessage): string[] {
  switch (part.type) {
    case 'text':
    case 'markdown':
      return [printableLines(part.text)];
    case 'items':
      return [itemLines(part.title, part.items, part.total)];
    case 'quotes':
      return citationLines(message, part.citations);
    case 'plan':
      return [part.days.map(dayLines).join('\n')];
    case 'steps':
      return [
        part.steps
          .map(({ proposalId, proposal }) => `? ${printable(proposal?.preview.summary ?? '')}  ${proposalId}`)
          .join('\n'),
      ];
    case 'next':
      return [];
  }
}

export function itemLines(title: string, items: readonly AnswerItem[], total: number): string {
  const rows = items.map(({ date, time, title: name, projectName, clientName, detail }) => [
    [date ?? '', time ?? ''].join(' ').trim(),
    name,
    projectName ?? clientName ?? '',
    detail,
  ]);
  const heading = `${printable(title)}${total > items.length ? ` (${items.length}/${total})` : ''}`;
  return `${heading}\n${formatTable(rows)}`;
}

function dayLines({ date, plannedMinutes, freeMinutes, entries }: PlanDay): string {
  const hours = (minutes: number) => `${Math.round(minutes / 6) / 10} h`;
  const rows = entries.map(({ title, time, minutes, isProposed }) => [
    isProposed ? '?' : ' ',
    time ?? '',
    title,
    minutes === null ? '' : hours(minutes),
  ]);
  const heading = `${date}  ${hours(plannedMinutes)} / ${hours(freeMinutes)}`;
  return rows.length === 0 ? heading : `${heading}\n${formatTable(rows)}`;
}

function citationLines(
  { citations }: AssistantMessage,
  numbers: readonly number[] = citations.map(({ number }) => number),
): string[] {
  const lines = citations
    .filter(({ number }) => numbers.includes(number))
    .map(
      ({ number, title, headings, quote, link }) =>
        `[${number}] ${printable([title, ...headings].join(' › '))}\n    ${printable(quote)}\n    ${printable(link)}`,
    );
  return lines.length === 0 ? [] : [lines.join('\n')];
}
