/**
 * What a model writes on its way to the page, as it comes. Numbers in brackets stay only where a passage has them;
 * images, web links of the model's own making and HTML become their words, since whoever wrote what it has read could
 * make them carry something out; and the ways in which models write down a call of a tool are not shown at all.
 */
export type AnswerText = {
  /** What of it can be shown now; what could still turn out to be something else is held back. */
  push(delta: string): string;
  /** The rest. */
  end(): string;
};

export type AnswerTextRules = {
  readonly hasNumber: (number: number) => boolean;
  readonly mayLink: (url: string) => boolean;
};

/** How much of the text a thing takes and what is shown of it; `hideUntil` hides what follows up to that text. */
type Piece = { readonly length: number; readonly show: string; readonly hideUntil?: string };
type Reading = Piece | 'more';

const SPECIAL = /[[!<{`]/;
const MOST_HELD = 4_000;
const NEVER = '\0';

export function createAnswerText(rules: AnswerTextRules): AnswerText {
  let held = '';
  let hideUntil: string | null = null;
  let isAtLineStart = true;

  const take = (isEnd: boolean): string => {
    let shown = '';
    const show = (text: string): void => {
      if (text === '') return;
      shown += text;
      isAtLineStart = text.endsWith('\n');
    };
    while (held !== '') {
      if (hideUntil !== null) {
        const at = held.indexOf(hideUntil);
        if (at < 0) {
          held = isEnd ? '' : held.slice(-(hideUntil.length - 1) || held.length);
          break;
        }
        held = held.slice(at + hideUntil.length);
        hideUntil = null;
        continue;
      }
      const at = held.search(SPECIAL);
      if (at !== 0) {
        show(at < 0 ? held : held.slice(0, at));
        held = at < 0 ? '' : held.slice(at);
        continue;
      }
      const piece = readPiece(held, { rules, isAtLineStart, isEnd });
      if (piece === 'more') break;
      show(piece.show);
      held = held.slice(piece.length);
      hideUntil = piece.hideUntil ?? null;
    }
    return shown;
  };

  return {
    push(delta) {
      held += delta;
      return take(false);
    },
    end: () => take(true),
  };
}

type Place = { readonly rules: AnswerTextRules; readonly isAtLineStart: boolean; readonly isEnd: boolean };

function readPiece(text: string, place: Place): Reading {
  const reading = readerOf(text[0] ?? '')(text, place);
  if (reading !== 'more') return reading;
  // What never ends is plain text after all.
  return place.isEnd || text.length > MOST_HELD ? plain(text) : 'more';
}

function readerOf(first: string): (text: string, place: Place) => Reading {
  switch (first) {
    case '[':
      return readBracket;
    case '!':
      return readImage;
    case '<':
      return readTag;
    case '{':
      return readObject;
    default:
      return readFence;
  }
}

const plain = (text: string): Piece => ({ length: 1, show: text.slice(0, 1) });

const MOST_INSIDE = 300;

/** What stands between a first character and its closing one, in one line; null where they are not that. */
function insideOf(text: string, closing: string): string | 'more' | null {
  const line = text.slice(1, MOST_INSIDE).split('\n', 1)[0] ?? '';
  const end = line.indexOf(closing);
  if (end >= 0) return line.slice(0, end);
  return line.length === text.length - 1 ? 'more' : null;
}

function readBracket(text: string, { rules }: Place): Reading {
  const inside = insideOf(text, ']');
  if (inside === 'more') return 'more';
  if (inside === null) return plain(text);
  const length = inside.length + 2;
  if (/^\/?TOOL_(CALLS?|RESULTS?)$/.test(inside)) return { length, show: '', hideUntil: NEVER };
  if (/^[1-9]\d{0,2}(\s*[,;]\s*\d{1,3})*$/.test(inside)) {
    const known = inside.split(/[,;]/).map(Number).filter(rules.hasNumber);
    return { length, show: known.map((number) => `[${number}]`).join('') };
  }
  return readLink(text, inside, (url) => (rules.mayLink(url) ? `[${inside}](${url})` : inside));
}

function readImage(text: string): Reading {
  if (text.length === 1) return 'more';
  if (text[1] !== '[') return plain(text);
  const inside = insideOf(text.slice(1), ']');
  if (inside === 'more') return 'more';
  if (inside === null) return plain(text);
  const link = readLink(text.slice(1), inside, () => inside);
  return link === 'more' ? link : { ...link, length: link.length + 1 };
}

/** `[words](address)`, or the words in brackets where no address follows. */
function readLink(text: string, words: string, show: (url: string) => string): Reading {
  const rest = text.slice(words.length + 2);
  if (rest === '') return 'more';
  const address = rest.startsWith('(') ? insideOf(rest, ')') : null;
  if (address === 'more') return 'more';
  if (address === null) return { length: words.length + 2, show: `[${words}]` };
  const [url = ''] = address.trim().split(/\s/);
  return { length: words.length + address.length + 4, show: show(url) };
}

const HIDDEN_TAGS =
  /^<(tool_calls?|function_calls?|function|think|thinking|reasoning|invoke|tool|tool_code)\b/i;

function readTag(text: string): Reading {
  if (text.length === 1) return 'more';
  if (!/^<[a-z/|!]/i.test(text)) return plain(text);
  const inside = insideOf(text, '>');
  if (inside === 'more') return 'more';
  if (inside === null) return plain(text);
  const tag = text.slice(0, inside.length + 2);
  // `<|python_tag|>` and its like: what follows is for a machine.
  if (tag.startsWith('<|')) return { length: tag.length, show: '', hideUntil: NEVER };
  const hidden = HIDDEN_TAGS.exec(tag)?.[1];
  if (hidden !== undefined) return { length: tag.length, show: '', hideUntil: `</${hidden}>` };
  return { length: tag.length, show: '' };
}

function readObject(text: string, { isAtLineStart }: Place): Reading {
  if (!isAtLineStart) return plain(text);
  const begin = /^\{\s*"?(\w*)/.exec(text);
  const word = begin?.[1] ?? '';
  const isWholeWord = text.length > (begin?.[0].length ?? 0);
  const names = ['name', 'tool', 'tool_name', 'function', 'type', 'tool_calls'];
  if (!names.some((name) => (isWholeWord ? name === word : name.startsWith(word)))) return plain(text);
  const end = endOfObject(text);
  if (end === null) return 'more';
  return isToolCall(text.slice(0, end)) ? { length: end, show: '' } : plain(text);
}

function endOfObject(text: string): number | null {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && (depth -= 1) === 0) return at + 1;
  }
  return null;
}

function isToolCall(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return false;
    const isNamed = ['name', 'tool', 'tool_name', 'function', 'tool_calls'].some((key) => key in value);
    const hasInput = ['arguments', 'parameters', 'input', 'args', 'tool_calls', 'function'].some(
      (key) => key in value,
    );
    return isNamed && hasInput;
  } catch {
    return false;
  }
}

function readFence(text: string): Reading {
  if ('```'.startsWith(text)) return 'more';
  if (!text.startsWith('```')) return plain(text);
  const line = text.slice(0, 60).indexOf('\n');
  if (line < 0) return text.length < 60 ? 'more' : { length: 3, show: '```' };
  const language = text.slice(3, line).trim().toLowerCase();
  if (!['', 'json', 'tool_call', 'tool_code', 'python'].includes(language)) {
    return { length: line + 1, show: text.slice(0, line + 1) };
  }
  const end = text.indexOf('```', line);
  if (end < 0) return 'more';
  const inside = text.slice(line + 1, end).trim();
  const whole = text.slice(0, end + 3);
  const isHidden = language.startsWith('tool') || isToolCall(inside);
  return { length: whole.length, show: isHidden ? '' : whole };
}
