import { AppError } from '#shared/errors.ts';

/** One event or task of a calendar file as its own lines, to be parsed by itself: a broken one costs only itself. */
export type CalendarPart =
  | {
      readonly kind: 'component';
      readonly name: string;
      readonly line: number;
      readonly lines: readonly string[];
    }
  | { readonly kind: 'property'; readonly name: string; readonly value: string }
  | { readonly kind: 'refused'; readonly line: number; readonly reason: string };

const MAX_LINES = 5_000;
const MAX_CHARS = 512 * 1024;
const MAX_LINE_CHARS = 256 * 1024;
const MAX_COMPONENTS = 100_000;

type Open = {
  readonly name: string;
  readonly line: number;
  readonly lines: string[];
  chars: number;
  depth: number;
  isTooLarge: boolean;
};

/** Cuts a calendar file (RFC 5545) into its components while it is being read; no rule in it is expanded. */
export async function* splitCalendar(pieces: AsyncIterable<string>): AsyncGenerator<CalendarPart> {
  const state = createSplitter();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARS) throw notACalendar();
    for (const line of lines) {
      const part = state.take(line);
      if (part !== null) yield part;
    }
  }
  const last = state.take(rest) ?? state.finish();
  if (last !== null) yield last;
}

function createSplitter() {
  let open: Open | null = null;
  let lineNumber = 0;
  let count = 0;
  let isCalendar = false;
  const close = (component: Open): CalendarPart => {
    open = null;
    count += 1;
    if (count > MAX_COMPONENTS) {
      throw new AppError(
        'import_too_large',
        `The calendar has more than ${MAX_COMPONENTS} entries. Export a shorter time span.`,
      );
    }
    const { name, line, lines } = component;
    return component.isTooLarge
      ? { kind: 'refused', line, reason: 'The entry is larger than 512 KB.' }
      : { kind: 'component', name, line, lines };
  };
  return {
    take(line: string): CalendarPart | null {
      lineNumber += 1;
      const [, mark, name = ''] = /^(BEGIN|END):([\w-]+)\s*$/i.exec(line) ?? [];
      const component = name.toUpperCase();
      if (open !== null) return grow(open, line, mark?.toUpperCase()) ? close(open) : null;
      if (component === 'VCALENDAR') {
        isCalendar = true;
        return null;
      }
      if (!isCalendar && line.trim() !== '') throw notACalendar();
      if (mark?.toUpperCase() === 'BEGIN')
        open = { name: component, line: lineNumber, lines: [line], chars: 0, depth: 1, isTooLarge: false };
      const property = /^([\w-]+)(?:;[^:]*)?:(.*)$/.exec(line);
      return open === null && property !== null
        ? { kind: 'property', name: (property[1] ?? '').toUpperCase(), value: property[2] ?? '' }
        : null;
    },
    finish(): CalendarPart | null {
      if (!isCalendar) throw notACalendar();
      return open === null
        ? null
        : { kind: 'refused', line: open.line, reason: 'The file ends in the middle of this entry.' };
    },
  };
}

/** True where the line closes the component. */
function grow(open: Open, line: string, mark: string | undefined): boolean {
  open.chars += line.length;
  if (open.chars > MAX_CHARS || open.lines.length > MAX_LINES) open.isTooLarge = true;
  else open.lines.push(line);
  if (mark === 'BEGIN') open.depth += 1;
  if (mark === 'END') open.depth -= 1;
  return open.depth === 0;
}

function notACalendar(): AppError {
  return new AppError('import_unreadable', 'This is not a calendar file (.ics). Nothing of it was imported.');
}
