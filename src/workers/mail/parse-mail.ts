import { simpleParser, type AddressObject, type ParsedMail as Parsed } from 'mailparser';
import type { MailAddress } from '#shared/contracts/connectors.ts';
import {
  MAIL_LIMITS,
  type MailWorkerAnswer,
  type MailWorkerRequest,
  type ParsedMail,
} from '#shared/contracts/mail-worker.ts';
import { measureMime } from './mime-shape.ts';

const NO_EXTRAS = { skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true };

export async function parseMail(request: MailWorkerRequest): Promise<MailWorkerAnswer> {
  const { id } = request;
  const source = Buffer.from(request.source.buffer, request.source.byteOffset, request.source.byteLength);
  const { depth, parts } = measureMime(source.toString('latin1'));
  if (depth > MAIL_LIMITS.depth) {
    const message = `The message is nested ${depth} levels deep; ${MAIL_LIMITS.depth} are read.`;
    return { id, refused: { reason: 'too_deep', message } };
  }
  if (parts > MAIL_LIMITS.parts) {
    const message = `The message has ${parts} parts; ${MAIL_LIMITS.parts} are read.`;
    return { id, refused: { reason: 'too_many_parts', message } };
  }
  try {
    return { id, mail: mailOf(await simpleParser(source, NO_EXTRAS), request.isPartial) };
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
    return { id, refused: { reason: 'unreadable', message: `The message could not be parsed: ${detail}` } };
  }
}

function mailOf(parsed: Parsed, isPartial: boolean): ParsedMail {
  const text = tidy(parsed.text ?? '');
  const textExcerpt = cut(text, MAIL_LIMITS.excerptChars);
  const header = (name: string) => headerText(parsed, name);
  const inReplyTo = parsed.inReplyTo?.slice(0, 500) ?? null;
  const subject = cut((parsed.subject ?? '').replace(/\s+/g, ' ').trim(), 500);
  const listId = header('list-id') ?? listPart(parsed, 'id');
  const hasListUnsubscribe = header('list-unsubscribe') !== null || listPart(parsed, 'unsubscribe') !== null;
  const precedence = (header('precedence') ?? '').toLowerCase();
  const autoSubmitted = (header('auto-submitted') ?? 'no').toLowerCase();
  return {
    messageId: parsed.messageId?.slice(0, 500) ?? null,
    from: addresses(parsed.from)[0] ?? null,
    to: addresses(parsed.to),
    cc: addresses(parsed.cc),
    subject,
    date: parsed.date === undefined || Number.isNaN(parsed.date.getTime()) ? null : parsed.date.getTime(),
    textExcerpt,
    isCut: textExcerpt.length < text.length || (isPartial && parsed.attachments.length === 0),
    inReplyTo,
    isReply: inReplyTo !== null || /^(re|aw|r|rif|sv)\s*:/i.test(subject),
    isAutomatic:
      listId !== null ||
      hasListUnsubscribe ||
      /^(bulk|list|junk|auto_reply)$/.test(precedence) ||
      !autoSubmitted.startsWith('no'),
    listId: listId?.slice(0, 300) ?? null,
    hasListUnsubscribe,
    hasAttachments: parsed.attachments.some((attachment) => !attachment.related),
  };
}

function addresses(field: AddressObject | readonly AddressObject[] | undefined): MailAddress[] {
  const groups = field === undefined ? [] : 'value' in field ? [field] : field;
  return groups
    .flatMap((group) => group.value)
    .flatMap((entry) => (entry.group === undefined ? [entry] : entry.group))
    .slice(0, MAIL_LIMITS.addresses)
    .map(({ name, address }) => ({
      name: cut((name ?? '').replace(/\s+/g, ' '), 200),
      address: cut(address ?? '', 320),
    }));
}

function headerText(parsed: Parsed, name: string): string | null {
  const value = parsed.headers.get(name);
  return typeof value === 'string' ? value : null;
}

/** The parser gathers the List-* headers under one name. */
function listPart(parsed: Parsed, part: string): string | null {
  const list: unknown = parsed.headers.get('list');
  if (typeof list !== 'object' || list === null || !Object.hasOwn(list, part)) return null;
  const value: unknown = Object.getOwnPropertyDescriptor(list, part)?.value;
  if (typeof value !== 'object' || value === null) return '';
  const { id, name, url } = value as { id?: unknown; name?: unknown; url?: unknown };
  const found = [id, name, url].find((one) => typeof one === 'string');
  return typeof found === 'string' ? found : '';
}

/** Line ends and white space as they read; control characters have nothing to say. */
function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[ \t\u00a0]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Never between the two halves of one character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}
