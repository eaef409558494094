import { AppError } from '#shared/errors.ts';

/** One value may be so long; what is longer is no list of records. */
const MOST_CHARS = 64 * 1024 * 1024;

/**
 * The texts of the values of a JSON file that comes in pieces: the entries of a list, or values one after the other.
 * Only the ends of values are looked for here; what stands between them is for `JSON.parse` to judge.
 */
export async function* splitJson(pieces: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  const splitter = new Splitter();
  for await (const piece of pieces) {
    const values = splitter.feed(piece);
    if (values.length > 0) yield values;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}

class Splitter {
  #held = '';
  /** Null until the first sign has been seen. */
  #isList: boolean | null = null;
  #isListOver = false;
  #depth = 0;
  #isText = false;
  #isEscaped = false;

  /** The texts of the values that end in this piece. */
  feed(piece: string): readonly string[] {
    const text = this.#isList === null ? (this.#held + piece).replace(/^\ufeff/, '').trimStart() : piece;
    if (this.#isList === null) {
      this.#held = '';
      if (text === '') return [];
      this.#isList = text.startsWith('[');
      return this.#scan(this.#isList ? text.slice(1) : text);
    }
    return this.#scan(text);
  }

  end(): readonly string[] {
    const rest = this.#held.trim();
    // A list that never ends was cut: its last value may look whole.
    const isCut = this.#isList === true && !this.#isListOver;
    return [...(rest === '' ? [] : [rest]), ...(isCut ? ['['] : [])];
  }

  #scan(text: string): readonly string[] {
    const values: string[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const isEnd = this.#isEndAt(text.charCodeAt(at));
      if (!isEnd) continue;
      const isClosing = this.#isList === false;
      const value = (this.#held + text.slice(start, isClosing ? at + 1 : at)).trim();
      this.#held = '';
      start = at + 1;
      if (value !== '') values.push(value);
    }
    this.#held += text.slice(start);
    if (this.#held.length > MOST_CHARS) {
      throw new AppError(
        'import_unreadable',
        'A value in this JSON file is longer than 64 million characters. Nothing more was brought in; cut it into a list of records.',
      );
    }
    return values;
  }

  /** Whether a value ends here: at a comma or the end of the list, or where the outermost bracket closes. */
  #isEndAt(sign: number): boolean {
    if (this.#isText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (sign === BACKSLASH) this.#isEscaped = true;
      else if (sign === QUOTE) this.#isText = false;
      return false;
    }
    if (sign === QUOTE) this.#isText = true;
    else if (sign === OPEN_BRACE || sign === OPEN_BRACKET) this.#depth += 1;
    else if (sign === CLOSE_BRACE || sign === CLOSE_BRACKET) return this.#isClosed();
    return this.#isList === true && this.#depth === 0 && sign === COMMA && !this.#isListOver;
  }

  #isClosed(): boolean {
    if (this.#depth === 0) {
      const isEnd = this.#isList === true && !this.#isListOver;
      this.#isListOver = true;
      return isEnd;
    }
    this.#depth -= 1;
    return this.#isList === false && this.#depth === 0;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
