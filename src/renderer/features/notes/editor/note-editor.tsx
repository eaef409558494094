import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError } from '#renderer/lib/toast.ts';
import { createNoteEditor, type EditorHost, type NoteEditorHandle } from './create-editor.ts';
import { editorWords } from './editor-words.ts';
import { WikiLinkMenu, type WikiLinkMenuHandle } from './wiki-link-menu.tsx';
import type { LinkQuery } from './wiki-link-node.ts';
import '@milkdown/crepe/theme/common/prosemirror.css';
import '@milkdown/crepe/theme/common/reset.css';
import '@milkdown/crepe/theme/common/block-edit.css';
import '@milkdown/crepe/theme/common/code-mirror.css';
import '@milkdown/crepe/theme/common/cursor.css';
import '@milkdown/crepe/theme/common/link-tooltip.css';
import '@milkdown/crepe/theme/common/list-item.css';
import '@milkdown/crepe/theme/common/placeholder.css';
import '@milkdown/crepe/theme/common/toolbar.css';
import '@milkdown/crepe/theme/common/table.css';
import './note-editor.css';

export type NoteEditorRef = Pick<NoteEditorHandle, 'focus' | 'insertFile'> & {
  /** Hands over at once what was typed last. */
  flush(): void;
};

type NoteEditorProps = Omit<EditorHost, 'onEdit' | 'onQuery' | 'onQueryKey' | 'onOpen' | 'onBlur'> & {
  /** The text to begin with. Another text needs another key. */
  body: string;
  onChange(body: string): void;
  onBlur(): void;
  onOpenTitle(title: string): void;
  findTitles(text: string): Promise<readonly { readonly id: string; readonly title: string }[]>;
  /** Titles that lead to no note yet. */
  missingTitles: readonly string[];
  autoFocus: boolean;
  /** A place in the text to be led to once it is there. */
  placeAt: number | undefined;
  onPlaceShown(): void;
  ref: Ref<NoteEditorRef>;
};

/** Reading the whole text for each key would slow down long notes. */
const READ_AFTER_MS = 150;

/** The editor of one text. What it is given may change; the text it started from may not. */
function useEditor(props: Omit<NoteEditorProps, 'ref'>, menu: { current: WikiLinkMenuHandle | null }) {
  const { t } = useTranslation('notes');
  const words = useMemo(() => editorWords(t), [t]);
  const root = useRef<HTMLDivElement>(null);
  const editor = useRef<NoteEditorHandle>(null);
  const latest = useRef(props);
  const timer = useRef(0);
  const [isReady, setIsReady] = useState(false);
  const [query, setQuery] = useState<LinkQuery | null>(null);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const flush = useMemo(
    () => (): void => {
      if (timer.current === 0) return;
      window.clearTimeout(timer.current);
      timer.current = 0;
      if (editor.current) latest.current.onChange(editor.current.read());
    },
    [],
  );
  useEffect(() => {
    if (root.current === null) return undefined;
    const place = document.createElement('div');
    root.current.append(place);
    let isGone = false;
    const host: EditorHost = {
      onEdit: () => {
        // The first key is told at once and fast typing puts nothing off: a draft that knows of no edit would
        // take over a change made elsewhere and lose what was typed.
        if (timer.current !== 0) return;
        timer.current = window.setTimeout(flush, READ_AFTER_MS);
        if (editor.current) latest.current.onChange(editor.current.read());
      },
      onBlur: () => {
        flush();
        latest.current.onBlur();
      },
      onEscape: () => latest.current.onEscape(),
      onOpen: (title) => latest.current.onOpenTitle(title),
      onQuery: setQuery,
      onQueryKey: (event) => menu.current?.onKey(event) ?? false,
      loadAttachment: (id) => latest.current.loadAttachment(id),
      onFiles: (files) => latest.current.onFiles(files),
      onChooseFile: () => latest.current.onChooseFile(),
      onLink: (href) => latest.current.onLink(href),
    };
    createNoteEditor(place, latest.current.body, words, host).then((made) => {
      if (isGone) return made.destroy();
      editor.current = made;
      setIsReady(true);
      if (latest.current.autoFocus) made.focus();
    }, toastError);
    return () => {
      isGone = true;
      flush();
      editor.current?.destroy();
      editor.current = null;
      place.remove();
      setIsReady(false);
    };
  }, [words, flush, menu]);
  const missing = props.missingTitles.join('\n');
  useEffect(() => {
    if (isReady) editor.current?.setMissing(missing === '' ? [] : missing.split('\n'));
  }, [missing, isReady]);
  const { placeAt } = props;
  useEffect(() => {
    if (!isReady || placeAt === undefined) return;
    editor.current?.reveal(placeAt);
    latest.current.onPlaceShown();
  }, [placeAt, isReady]);
  return { root, editor, flush, query, setQuery };
}

export function NoteEditor({ ref, ...props }: NoteEditorProps) {
  const menu = useRef<WikiLinkMenuHandle>(null);
  const { root, editor, flush, query, setQuery } = useEditor(props, menu);
  const { findTitles } = props;
  useImperativeHandle(ref, () => ({
    focus: () => editor.current?.focus(),
    insertFile: (file) => editor.current?.insertFile(file),
    flush,
  }));
  return (
    <>
      <div ref={root} className="note-editor" />
      {query !== null && (
        <WikiLinkMenu ref={menu} query={query} findTitles={findTitles} onClose={() => setQuery(null)} />
      )}
    </>
  );
}
