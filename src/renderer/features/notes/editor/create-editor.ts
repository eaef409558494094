import { CrepeBuilder } from '@milkdown/crepe/builder';
import { blockEdit } from '@milkdown/crepe/feature/block-edit';
import { cursor } from '@milkdown/crepe/feature/cursor';
import { linkTooltip } from '@milkdown/crepe/feature/link-tooltip';
import { listItem } from '@milkdown/crepe/feature/list-item';
import { placeholder } from '@milkdown/crepe/feature/placeholder';
import { table } from '@milkdown/crepe/feature/table';
import { toolbar } from '@milkdown/crepe/feature/toolbar';
import {
  editorViewCtx,
  editorViewOptionsCtx,
  remarkCtx,
  remarkStringifyOptionsCtx,
} from '@milkdown/kit/core';
import type { Ctx } from '@milkdown/kit/ctx';
import { uploadConfig } from '@milkdown/kit/plugin/upload';
import { linkAttr, remarkPreserveEmptyLinePlugin } from '@milkdown/kit/preset/commonmark';
import { Plugin } from '@milkdown/kit/prose/state';
import type { EditorView } from '@milkdown/kit/prose/view';
import { $prose, $remark, getMarkdown } from '@milkdown/kit/utils';
import { addCodeBlocks } from './code-blocks.ts';
import { completeTree } from './complete-tree.ts';
import type { EditorWords } from './editor-words.ts';
import { attachmentIdOf, imageSyntax, imageView } from './image-view.ts';
import { keepSource, type MarkdownReader } from './keep-source.ts';
import { detectStyle } from './markdown-style.ts';
import { markLists } from './mark-lists.ts';
import { slashMenu } from './slash-menu.ts';
import { revealPlace } from './reveal-place.ts';
import { tableIcons } from './table-icons.ts';
import {
  setMissingTitles,
  wikiLinkBehaviour,
  wikiLinkInputRule,
  wikiLinkRemark,
  wikiLinkSchema,
  type WikiLinkHost,
} from './wiki-link-node.ts';

export type EditorHost = WikiLinkHost & {
  /** Something was typed; `read` gives the text when it is wanted. */
  onEdit(): void;
  onBlur(): void;
  /** Leaves the editor by keyboard. */
  onEscape(): void;
  loadAttachment(id: string): Promise<string>;
  onFiles(files: readonly File[]): void;
  onChooseFile(): void;
  /** A link to the web, to a file of the note or to something in Adiuva. */
  onLink(href: string): void;
};

export type NoteEditorHandle = {
  /** The text to save; exactly the text that came in while nothing was really changed. */
  read(): string;
  focus(): void;
  insertFile(file: { id: string; name: string; isImage: boolean }): void;
  setMissing(titles: readonly string[]): void;
  /** Scrolls to a place of the text it began with and marks it for a moment. */
  reveal(at: number): void;
  destroy(): void;
};

function readerOf(ctx: Ctx): MarkdownReader {
  const remark = ctx.get(remarkCtx);
  return {
    blocks: (text) =>
      remark
        .parse(text)
        .children.map(({ position }) => [position?.start.offset ?? 0, position?.end.offset ?? 0]),
    normalise: (text) => {
      // The plugins turn a tree into a tree of the same kind.
      const tree = remark.runSync(remark.parse(text), text) as ReturnType<typeof remark.parse>;
      return remark.stringify(tree);
    },
  };
}

function addFeatures(builder: CrepeBuilder, words: EditorWords, host: EditorHost): void {
  const { toolbar: names } = words;
  builder
    .addFeature(cursor, { virtual: false, color: 'var(--ring)', width: 2 })
    .addFeature(listItem)
    .addFeature(linkTooltip, { inputPlaceholder: words.linkPlaceholder })
    .addFeature(placeholder, { text: words.placeholder, mode: 'doc' })
    .addFeature(table, tableIcons(words.table))
    .addFeature(toolbar, {
      boldLabel: names.bold,
      italicLabel: names.italic,
      strikethroughLabel: names.strikethrough,
      codeLabel: names.code,
      linkLabel: names.link,
    })
    .addFeature(blockEdit, slashMenu(words.slash, host.onChooseFile));
}

function linkAt(view: EditorView, event: MouseEvent): string | undefined {
  if (!(event.target instanceof Element) || event.target.closest('a[href]') === null) return undefined;
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  const mark = at && view.state.doc.nodeAt(at.pos)?.marks.find(({ type }) => type.name === 'link');
  return mark ? String(mark.attrs['href']) : undefined;
}

function behaviour(host: EditorHost) {
  return $prose(
    () =>
      new Plugin({
        view: () => ({
          update: (view, before) => {
            if (!before.doc.eq(view.state.doc)) host.onEdit();
          },
        }),
        props: {
          handleDOMEvents: {
            blur: () => {
              host.onBlur();
              return false;
            },
            click: (view, event) => {
              const href = linkAt(view, event);
              if (href === undefined) return false;
              // A link never leads the page itself away; a file opens at once, the web with the key held.
              event.preventDefault();
              if (attachmentIdOf(href) === undefined && !event.ctrlKey && !event.metaKey) return false;
              host.onLink(href);
              return true;
            },
          },
          handleKeyDown: (_view, event) => {
            if (event.key !== 'Escape' || document.querySelector('.milkdown [data-show="true"]'))
              return false;
            host.onEscape();
            return true;
          },
          handlePaste: (_view, event) => takeFiles(event.clipboardData, host),
          handleDrop: (_view, event) => takeFiles(event.dataTransfer, host),
        },
      }),
  );
}

function takeFiles(data: DataTransfer | null, host: EditorHost): boolean {
  const files = [...(data?.files ?? [])];
  // A copied table or page brings a picture of itself along; its text is what was meant.
  if (files.length === 0 || data?.types.includes('text/html')) return false;
  host.onFiles(files);
  return true;
}

function configure(ctx: Ctx, body: string, words: EditorWords): void {
  ctx.update(remarkStringifyOptionsCtx, (options) => ({ ...options, ...detectStyle(body) }));
  ctx.update(editorViewOptionsCtx, (options) => ({
    ...options,
    attributes: { 'aria-label': words.label, spellcheck: 'true', dir: 'auto' },
  }));
  ctx.set(linkAttr.key, (mark) => {
    const href = String(mark.attrs['href'] ?? '');
    return attachmentIdOf(href) === undefined ? {} : { 'data-file': 'true' };
  });
  // Files are taken by the note, which keeps them in the store.
  ctx.update(uploadConfig.key, (previous) => ({ ...previous, uploader: () => Promise.resolve([]) }));
}

/** The Markdown editor of one note in `root`. */
export async function createNoteEditor(
  root: HTMLElement,
  body: string,
  words: EditorWords,
  host: EditorHost,
): Promise<NoteEditorHandle> {
  const builder = new CrepeBuilder({ root, defaultValue: body });
  addFeatures(builder, words, host);
  const { editor } = builder;
  addCodeBlocks(editor, words.code);
  // Empty paragraphs are for the eye; they leave no tags in the text.
  await editor.remove([remarkPreserveEmptyLinePlugin.plugin, remarkPreserveEmptyLinePlugin.options]);
  editor
    .config((ctx) => configure(ctx, body, words))
    .use(
      [$remark('completeTree', () => completeTree), wikiLinkRemark, wikiLinkSchema, wikiLinkInputRule].flat(),
    )
    .use(wikiLinkBehaviour(host))

    .use(imageSyntax)
    .use(imageView({ loadAttachment: host.loadAttachment, words }))
    .use(behaviour({ ...host, onEdit: () => isReady && host.onEdit() }));
  let isReady = false;
  await builder.create();
  const view = editor.action((ctx) => ctx.get(editorViewCtx));
  // The editor numbers lists and headings on its first step; what it writes after that is the measure of an edit.
  view.dispatch(view.state.tr.setMeta('addToHistory', false));
  // The empty line that waits below the text is no part of it.
  const write = (): string => editor.action(getMarkdown()).replace(/\n{2,}$/, '\n');
  const baseline = write();
  const reader = editor.action(readerOf);
  isReady = true;
  const stopMarking = markLists(root);
  return {
    read: () => keepSource(body, baseline, write(), reader),
    focus: () => view.focus(),
    insertFile: (file) => insertFile(view, file),
    setMissing: (titles) => setMissingTitles(view, titles),
    reveal: (at) => revealPlace(view, body, reader.blocks(body), at),
    destroy: () => {
      stopMarking();
      void builder.destroy();
    },
  };
}

function insertFile(
  view: EditorView,
  { id, name, isImage }: { id: string; name: string; isImage: boolean },
): void {
  const { schema, tr } = view.state;
  const address = `adiuva-attachment:${id}`;
  const node = isImage
    ? schema.nodes['image']?.create({ src: address, alt: name, title: '' })
    : schema.text(
        name,
        [schema.marks['link']?.create({ href: address })].filter((mark) => mark !== undefined),
      );
  if (node) view.dispatch(tr.replaceSelectionWith(node, false).scrollIntoView());
}
