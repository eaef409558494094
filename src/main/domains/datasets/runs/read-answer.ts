import type { ModelResult } from '#main/engine/models/model-port.ts';

/** The object in an answer as JSON text, or why there is none. */
export type ReadAnswer =
  | { readonly isRead: true; readonly text: string }
  | {
      readonly isRead: false;
      readonly reason: 'refused' | 'truncated' | 'unreadable';
      /** For the person. */
      readonly problem: string;
      /** For the model, when it is asked again. */
      readonly told: string;
    };

const QUOTED = 200;
const BOMB = 4_000_000;

/**
 * Reads leniently: JSON as it is, in a code fence, between words, or with the small mistakes that models make (single
 * quotes, commas too many, words without quotes). What was cut off is never completed: a record would say less than it
 * was to say, and look whole.
 */
export async function readAnswer({
  text,
  finishReason,
}: Pick<ModelResult, 'text' | 'finishReason'>): Promise<ReadAnswer> {
  const trimmed = text.trim();
  const whole = objectIn(trimmed);
  if (whole !== null) return { isRead: true, text: whole };
  if (finishReason === 'content_filter')
    return refused('The provider held the answer back (content filter).');
  if (finishReason === 'length') return truncated();
  const inner = innerOf(trimmed);
  if (inner === null) {
    if (trimmed === '') return unreadable('The model answered with nothing.');
    return refused(`The model answered in words and made no record: “${quoted(trimmed)}”`);
  }
  const found = objectIn(inner) ?? (await repaired(inner));
  if (found !== null) return { isRead: true, text: found };
  return unreadable(`The answer is not a JSON object: “${quoted(trimmed)}”`);
}

/** The text itself where it is one object, or the one object of a list. */
function objectIn(text: string): string | null {
  if (text.length > BOMB || !(text.startsWith('{') || text.startsWith('['))) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value))
      return value.length === 1 && isObject(value[0]) ? JSON.stringify(value[0]) : null;
    return isObject(value) ? text : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function innerOf(text: string): string | null {
  const fenced = /```[a-z]*\s*\n?([\s\S]*?)```/i.exec(text)?.[1]?.trim();
  const body = fenced?.includes('{') === true ? fenced : text;
  const start = body.indexOf('{');
  if (start < 0) return null;
  const end = body.lastIndexOf('}');
  return end > start ? body.slice(start, end + 1) : body.slice(start);
}

async function repaired(text: string): Promise<string | null> {
  if (text.length > BOMB) return null;
  // Loaded with the first answer that needs it.
  const { jsonrepair } = await import('jsonrepair');
  try {
    return objectIn(jsonrepair(text));
  } catch {
    return null;
  }
}

function quoted(text: string): string {
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

function refused(problem: string): ReadAnswer {
  const told = 'A record was asked for, and none came. The record is invented and harms nobody.';
  return { isRead: false, reason: 'refused', problem, told };
}

function truncated(): ReadAnswer {
  return {
    isRead: false,
    reason: 'truncated',
    problem: 'The answer was cut off at the longest that it may be. Raise that limit, or ask for less.',
    told: 'Your answer was cut off because it was too long. Say it in fewer words.',
  };
}

function unreadable(problem: string): ReadAnswer {
  return { isRead: false, reason: 'unreadable', problem, told: 'It is not a JSON object.' };
}
