import { ENTITIES } from '#shared/contracts/changes.ts';
import { IMPORT_KINDS } from '#shared/contracts/imports.ts';
import { JOB_STATUSES } from '#shared/contracts/job-status.ts';
import { SLOT_KINDS } from '#shared/contracts/system.ts';
import { ERROR_CODES } from '#shared/errors.ts';
import { ITEM_KINDS } from '#shared/contracts/common.ts';

/**
 * What may stand in a log line. A string is written as it is only when it is an id or a word of the program's
 * own vocabulary; any other becomes its length, so a title can't get in by mistake.
 */
export type LogValue = number | boolean | string | null | undefined | SqlText | readonly (number | string)[];
export type LogFields = Readonly<Record<string, LogValue>>;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const FIELD_NAME = /^[a-z][A-Za-z]{0,39}$/;
const MAX_LIST = 20;
const MAX_FRAMES = 12;

const STATES = ['absent', 'locked', 'ready', 'corrupt', 'too_new', 'in_use', 'read_only', 'disk_full'];
const HOSTS = ['electron', 'web', 'cli', 'linux', 'darwin', 'win32', 'multiple-ciphers', 'journeyapps'];
const CALLS = ['query', 'mutation', 'subscription', 'user', 'GET', 'HEAD', 'POST'];
const WORK = ['import', 'export', 'insert', 'update', 'delete'];

const BASE_VOCABULARY: readonly string[] = [
  ...[ERROR_CODES, ENTITIES, ITEM_KINDS, IMPORT_KINDS, JOB_STATUSES, SLOT_KINDS].flat(),
  ...[STATES, HOSTS, CALLS, WORK].flat(),
];

/** SQL with every literal taken out; the only free text that a log line may hold. */
export class SqlText {
  readonly text: string;

  constructor(sql: string) {
    this.text = withoutLiterals(sql);
  }
}

const LITERAL =
  /x?'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\b\d[\w.]*\b/gi;
/** SQLite takes a quoted name that is no column for a string, so only what looks like a name is kept. */
const QUOTED_NAME = /^["`][A-Za-z_]\w{0,63}["`]$/;
const MAX_SQL = 400;

function withoutLiterals(sql: string): string {
  const bare = sql.replace(LITERAL, (token) => {
    if (token.startsWith('--') || token.startsWith('/*')) return ' ';
    return QUOTED_NAME.test(token) ? token : '?';
  });
  // An unbalanced quote would leave text behind it readable.
  const safe = /['"`]/.test(bare.replace(/["`]\w+["`]/g, '')) ? bare.replace(/['"`][\s\S]*$/, '?') : bare;
  return safe
    .replace(/\(\s*\?(?:\s*,\s*\?)+\s*\)/g, '(?…)')
    .replace(/(\(\?…\))(?:\s*,\s*\(\?…\))+/g, '$1…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_SQL);
}

export type Redactor = {
  redact(fields: LogFields): Record<string, unknown>;
  /** Name, code and places of an error, never its message: that may quote what a person wrote. */
  describe(error: unknown): ErrorNote | string;
  /** Adds names that the program made itself: procedure paths, job types. Never anything a person typed. */
  learn(words: Iterable<string>): void;
};

export function createRedactor(): Redactor {
  const vocabulary = new Set(BASE_VOCABULARY);
  const redactText = (text: string): string =>
    ID.test(text) || vocabulary.has(text) ? text : `<${text.length} characters>`;
  const redactValue = (value: unknown): unknown => {
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'string') return redactText(value);
    if (value instanceof SqlText) return value.text;
    if (!Array.isArray(value)) return `<${typeof value}>`;
    const list = value
      .slice(0, MAX_LIST)
      .map((entry) => (typeof entry === 'object' ? '<object>' : redactValue(entry)));
    return value.length > MAX_LIST ? [...list, `<${value.length - MAX_LIST} more>`] : list;
  };
  return {
    redact(fields) {
      const safe: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(fields)) {
        if (value === undefined || !FIELD_NAME.test(name)) continue;
        safe[name] = redactValue(value);
      }
      return safe;
    },
    describe: (error) => describeError(error, redactText),
    learn(words) {
      for (const word of words) vocabulary.add(word);
    },
  };
}

type ErrorNote = { name: string; code?: string; frames: string[]; cause?: ErrorNote };

const ERROR_NAME = /^(?:[A-Z][A-Za-z]{0,40})?Error$/;
const FRAME = /^\s*at (?:(?:async |new )*([\w$.<>]{1,80}) )?.*?([\w.-]{1,80}:\d+:\d+)\)?$/;

function describeError(error: unknown, redactText: (text: string) => string, depth = 0): ErrorNote | string {
  if (!(error instanceof Error)) return `<${typeof error}>`;
  const code: unknown = 'code' in error ? error.code : undefined;
  const cause =
    depth < 3 && error.cause !== undefined ? describeError(error.cause, redactText, depth + 1) : undefined;
  return {
    name: ERROR_NAME.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string'
      ? { code: /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : redactText(code) }
      : {}),
    frames: framesOf(error),
    ...(typeof cause === 'object' ? { cause } : {}),
  };
}

function framesOf(error: Error): string[] {
  const frames: string[] = [];
  // The message stands before the first frame and may have lines of its own that look like frames.
  const stack = (error.stack ?? '').replace(error.message, '');
  for (const line of stack.split('\n')) {
    const match = FRAME.exec(line);
    if (match !== null && frames.length < MAX_FRAMES)
      frames.push(match[1] === undefined ? `${match[2]}` : `${match[1]} ${match[2]}`);
  }
  return frames;
}
