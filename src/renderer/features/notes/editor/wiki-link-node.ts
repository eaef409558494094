import { wikiLinkSyntax, parseWikiLink, wikiLinkKey } from './wiki-link-syntax.ts';
import { InputRule } from '@milkdown/kit/prose/inputrules';
import type { Node } from '@milkdown/kit/prose/model';
import { Plugin, PluginKey, TextSelection, type EditorState } from '@milkdown/kit/prose/state';
import { Decoration, DecorationSet, type EditorView } from '@milkdown/kit/prose/view';
import { $inputRule, $nodeSchema, $prose, $remark } from '@milkdown/kit/utils';

export const wikiLinkRemark = $remark('wikiLink', () => wikiLinkSyntax);

export const wikiLinkSchema = $nodeSchema('wikiLink', () => ({
  inline: true,
  group: 'inline',
  atom: true,
  selectable: true,
  attrs: { value: { default: '', validate: 'string' } },
  parseDOM: [
    {
      tag: 'a[data-wiki-link]',
      // Before the rule of plain links, which would take the anchor too.
      priority: 80,
      getAttrs: (dom) => ({ value: dom instanceof HTMLElement ? (dom.dataset['wikiLink'] ?? '') : '' }),
    },
  ],
  toDOM: ({ attrs }) => {
    const value = String(attrs['value']);
    return ['a', { class: 'wiki-link', 'data-wiki-link': value }, parseWikiLink(value).label];
  },
  leafText: ({ attrs }) => String(attrs['value']),
  parseMarkdown: {
    match: ({ type }) => type === 'wikiLink',
    runner: (state, node, type) => void state.addNode(type, { value: node['value'] }),
  },
  toMarkdown: {
    match: ({ type }) => type.name === 'wikiLink',
    runner: (state, { attrs }) => void state.addNode('wikiLink', undefined, String(attrs['value'])),
  },
}));

/** Typing the second closing bracket makes the link. */
export const wikiLinkInputRule = $inputRule(
  (ctx) =>
    new InputRule(/!?\[\[[^[\]\n]*[^[\]\s][^[\]\n]*\]\]$/, (state, [value], start, end) =>
      state.tr.replaceWith(start, end, wikiLinkSchema.type(ctx).create({ value })),
    ),
);

export type LinkQuery = {
  readonly text: string;
  /** Where the open brackets stand on the screen. */
  readonly rect: { readonly left: number; readonly top: number; readonly bottom: number };
  pick(title: string): void;
};

export type WikiLinkHost = {
  onOpen(title: string): void;
  /** A title is being typed after `[[`, or (null) no longer. */
  onQuery(query: LinkQuery | null): void;
  /** True when the list of titles took the key. */
  onQueryKey(event: KeyboardEvent): boolean;
};

const QUERY = /!?\[\[([^[\]\n]{0,100})$/;

const missingKey = new PluginKey<ReadonlySet<string>>('wikiLinkMissing');

/** Tells the editor which titles lead nowhere yet. */
export function setMissingTitles(view: EditorView, titles: readonly string[]): void {
  view.dispatch(
    view.state.tr.setMeta(missingKey, new Set(titles.map(wikiLinkKey))).setMeta('addToHistory', false),
  );
}

function isWikiLink(node: Node | null | undefined): node is Node {
  return node?.type.name === 'wikiLink';
}

/** A click in the first or second half of a link lands before or after it. */
function wikiLinkAround(doc: Node, position: number): Node | undefined {
  const { nodeBefore, nodeAfter } = doc.resolve(position);
  return [nodeAfter, nodeBefore].find((node) => isWikiLink(node)) ?? undefined;
}

function findQuery(state: EditorState): { text: string; from: number; to: number } | null {
  const { selection } = state;
  if (!(selection instanceof TextSelection) || !selection.empty) return null;
  const { $from } = selection;
  if ($from.parent.type.spec.code) return null;
  const before = $from.parent.textBetween(
    Math.max(0, $from.parentOffset - 120),
    $from.parentOffset,
    null,
    '￼',
  );
  const match = QUERY.exec(before);
  return match && { text: match[1] ?? '', from: $from.pos - match[0].length, to: $from.pos };
}

function insertLink(view: EditorView, from: number, to: number, title: string): void {
  const type = view.state.schema.nodes['wikiLink'];
  if (!type) return;
  const node = type.create({ value: `[[${title}]]` });
  view.dispatch(
    view.state.tr
      .replaceWith(from, to, node)
      .insertText(' ', from + 1)
      .scrollIntoView(),
  );
  view.focus();
}

/** Taking a link back with Backspace opens it for editing instead of dropping it. */
function unwrapBefore(view: EditorView): boolean {
  const { selection, tr } = view.state;
  const node = selection.$from.nodeBefore;
  if (!selection.empty || !isWikiLink(node)) return false;
  const { from } = selection;
  view.dispatch(tr.insertText(String(node.attrs['value']).slice(0, -2), from - node.nodeSize, from));
  return true;
}

function decorate(doc: Node, missing: ReadonlySet<string>): DecorationSet {
  const marks: Decoration[] = [];
  doc.descendants((node, position) => {
    if (!isWikiLink(node)) return;
    const { title } = parseWikiLink(String(node.attrs['value']));
    if (missing.has(wikiLinkKey(title)))
      marks.push(Decoration.node(position, position + node.nodeSize, { 'data-missing': 'true' }));
  });
  return DecorationSet.create(doc, marks);
}

class QueryView {
  readonly #host: WikiLinkHost;
  #isOpen = false;

  constructor(host: WikiLinkHost) {
    this.#host = host;
  }

  update(view: EditorView): void {
    const query = view.hasFocus() ? findQuery(view.state) : null;
    if (query === null) return this.destroy();
    this.#isOpen = true;
    const { left, top, bottom } = view.coordsAtPos(query.from);
    this.#host.onQuery({
      text: query.text,
      rect: { left, top, bottom },
      pick: (title) => insertLink(view, query.from, query.to, title),
    });
  }

  destroy(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#host.onQuery(null);
  }
}

/** Opening, completing and marking of wiki links. */
export function wikiLinkBehaviour(host: WikiLinkHost) {
  return $prose(
    () =>
      new Plugin<ReadonlySet<string>>({
        key: missingKey,
        state: {
          init: () => new Set(),
          apply: (transaction, missing) =>
            (transaction.getMeta(missingKey) as Set<string> | undefined) ?? missing,
        },
        view: () => new QueryView(host),
        props: {
          decorations: (state) => decorate(state.doc, missingKey.getState(state) ?? new Set()),
          handleKeyDown: (view, event) => {
            if (findQuery(view.state) !== null && host.onQueryKey(event)) return true;
            return event.key === 'Backspace' && unwrapBefore(view);
          },
          handleClick: (view, position, event) => {
            if (event.button !== 0 || !(event.target instanceof Element)) return false;
            if (event.target.closest('[data-wiki-link]') === null) return false;
            const node = wikiLinkAround(view.state.doc, position);
            if (node !== undefined) host.onOpen(parseWikiLink(String(node.attrs['value'])).title);
            return node !== undefined;
          },
          handleDOMEvents: {
            blur: () => {
              host.onQuery(null);
              return false;
            },
          },
        },
      }),
  );
}
