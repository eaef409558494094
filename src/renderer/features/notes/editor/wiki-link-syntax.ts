import type { RemarkPluginRaw } from '@milkdown/kit/transformer';

/** `[[Title]]`, `[[Title|shown]]`, `[[Title#heading]]` and `![[embed]]` as a Markdown construct of their own, kept letter by letter. */

export type WikiLinkTarget = { readonly title: string; readonly label: string };

/** The parts of micromark that are used here. */
type State = (code: number | null) => State | undefined;
type Effects = {
  enter(type: string): unknown;
  exit(type: string): unknown;
  consume(code: number | null): void;
};
type Token = object;
type ParseContext = {
  sliceSerialize(token: Token): string;
  enter(node: { type: string; value: string }, token: Token): void;
  exit(token: Token): void;
};
type WriteState = { readonly stack: readonly string[] };
type Processor = ThisParameterType<RemarkPluginRaw<unknown>>;

const [BANG, OPEN, CLOSE] = [33, 91, 93];

export function parseWikiLink(raw: string): WikiLinkTarget {
  const inner = raw.replace(/^!?\[\[/, '').replace(/\]\]$/, '');
  const [address = '', ...shown] = inner.split('|');
  const [title = ''] = address.split('#');
  const label = shown.join('|').trim() || address.trim().replace('#', ' › ');
  return { title: title.trim(), label };
}

/** As the host compares titles: case and composition of accents do not count. */
export function wikiLinkKey(title: string): string {
  return title.normalize('NFC').trim().toLowerCase();
}

function tokenize(effects: Effects, ok: State, nok: State): State {
  let hasText = false;
  const closeAgain: State = (code) => {
    if (code !== CLOSE) return nok(code);
    effects.consume(code);
    effects.exit('wikiLink');
    return ok;
  };
  const inside: State = (code) => {
    // Line ends are negative codes below -2.
    if (code === null || code < -2 || code === OPEN) return nok(code);
    if (code === CLOSE && !hasText) return nok(code);
    effects.consume(code);
    if (code === CLOSE) return closeAgain;
    hasText ||= code > 32;
    return inside;
  };
  const openAgain: State = (code) => {
    if (code !== OPEN) return nok(code);
    effects.consume(code);
    return inside;
  };
  const open: State = (code) => {
    if (code !== OPEN) return nok(code);
    effects.consume(code);
    return openAgain;
  };
  return (code) => {
    effects.enter('wikiLink');
    if (code !== BANG) return open(code);
    effects.consume(code);
    return open;
  };
}

function append(data: Record<string, unknown>, field: string, extension: unknown): void {
  const known = data[field];
  data[field] = [...(Array.isArray(known) ? known : []), extension];
}

/** A plugin of unified, which calls it on its processor: teaches the parser and the writer wiki links. */
function teachWikiLinks(this: Processor): void {
  const construct = { name: 'wikiLink', tokenize };
  const data = this.data() as Record<string, unknown>;
  append(data, 'micromarkExtensions', { text: { [OPEN]: construct, [BANG]: construct } });
  append(data, 'fromMarkdownExtensions', {
    exit: {
      wikiLink(this: ParseContext, token: Token) {
        this.enter({ type: 'wikiLink', value: this.sliceSerialize(token) }, token);
        this.exit(token);
      },
    },
  });
  append(data, 'toMarkdownExtensions', {
    handlers: {
      // A bar would end the cell of a table.
      wikiLink: ({ value }: { value: string }, _parent: unknown, state: WriteState) =>
        state.stack.includes('tableCell') ? value.replaceAll(/(?<!\\)\|/g, '\\|') : value,
    },
  });
}

export const wikiLinkSyntax = teachWikiLinks;
