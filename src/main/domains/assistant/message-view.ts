import type { Answer, AnswerPart } from '#shared/contracts/answers.ts';
import type {
  AssistantEvent,
  AssistantExport,
  AssistantMessage,
  AssistantPart,
  AssistantSession,
  AssistantStep,
} from '#shared/contracts/assistant.ts';
import type { Proposal } from '#shared/contracts/proposals.ts';
import type { MessageRow, SessionView, StoredPart } from './assistant.store.ts';

type FindProposal = (id: string) => Promise<Proposal | null>;

export function toSession(row: SessionView): AssistantSession {
  const { id, title, clientId, projectId, clientName, projectName } = row;
  const { isPrivate, model, messageCount, createdAt, updatedAt } = row;
  const scope = { clientId, projectId };
  const facts = { isPrivate, model, messageCount, createdAt, updatedAt };
  return { id, title, scope, clientName, projectName, ...facts };
}

/** With its proposals as they stand now. */
export async function toMessage(row: MessageRow, find: FindProposal): Promise<AssistantMessage> {
  const { id, sessionId, role, status, citations, agent, model, notice, error, createdAt } = row;
  const parts = await Promise.all(row.parts.map((part) => toPart(part, find)));
  return { id, sessionId, role, status, parts, citations, agent, model, notice, error, createdAt };
}

async function toPart(part: StoredPart, find: FindProposal): Promise<AssistantPart> {
  if (part.type !== 'steps') return part;
  return { type: 'steps', steps: await toSteps(part.proposalIds, find) };
}

export function toSteps(ids: readonly string[], find: FindProposal): Promise<readonly AssistantStep[]> {
  return Promise.all(ids.map(async (proposalId) => ({ proposalId, proposal: await find(proposalId) })));
}

/** A model's answer as it is kept. */
export function partsOf(text: string, proposalIds: readonly string[]): readonly StoredPart[] {
  return [
    ...(text === '' ? [] : [{ type: 'markdown' as const, text }]),
    ...(proposalIds.length === 0 ? [] : [{ type: 'steps' as const, proposalIds }]),
  ];
}

/** An answer found without a model as it is kept. */
export function partsOfAnswer({ parts }: Answer): readonly StoredPart[] {
  return parts.map((part) =>
    part.type === 'proposals'
      ? { type: 'steps', proposalIds: part.proposals.map(({ proposalId }) => proposalId) }
      : part,
  );
}

/** All words of an answer, for the search and for what the next one is told. */
export function wordsOf(parts: readonly AnswerPart[]): string {
  return parts.map(wordsOfPart).join('\n').trim();
}

function wordsOfPart(part: AnswerPart): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'items':
      return [
        part.title,
        ...part.items.map(({ title, date }) => `- ${title}${date ? ` (${date})` : ''}`),
      ].join('\n');
    case 'plan':
      return [
        part.title,
        ...part.days.map(({ date, entries }) => `${date}: ${entries.map(({ title }) => title).join(', ')}`),
      ].join('\n');
    case 'proposals':
      return part.proposals.map(({ summary }) => `- ${summary}`).join('\n');
    case 'quotes':
      return part.title;
    case 'next':
      return '';
  }
}

export function exportOf(
  session: AssistantSession,
  messages: readonly AssistantMessage[],
  rows: readonly MessageRow[],
  format: 'markdown' | 'json',
): AssistantExport {
  const name =
    session.title
      .replaceAll(/[^\p{L}\p{N} _-]+/gu, '')
      .trim()
      .slice(0, 80) || 'conversation';
  if (format === 'json') {
    return { fileName: `${name}.json`, text: `${JSON.stringify({ session, messages }, null, 2)}\n` };
  }
  const texts = rows.map((row) => {
    const who = row.role === 'user' ? 'You' : 'Adiuva';
    const model = row.model ? ` (${row.model.providerName}, ${row.model.modelId})` : '';
    const sources = row.citations.map(
      ({ number, title, link }) => `[${number}] ${title}${link && ` <${link}>`}`,
    );
    return [`## ${who}${model}, ${new Date(row.createdAt).toISOString()}`, row.text, ...sources].join('\n\n');
  });
  return { fileName: `${name}.md`, text: `# ${session.title}\n\n${texts.join('\n\n')}\n` };
}

/** The last event of an answer that is over. */
export function endOf(message: AssistantMessage): AssistantEvent {
  if (message.error) return { type: 'error', error: message.error, message };
  return { type: message.status === 'waiting' ? 'waiting' : 'done', message };
}
