import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { languages } from '@codemirror/language-data';
import { EditorView, keymap } from '@codemirror/view';
import { codeBlockComponent, codeBlockConfig } from '@milkdown/kit/component/code-block';
import type { Editor } from '@milkdown/kit/core';
import { codeTheme } from '#renderer/ui/code-theme.ts';
import { strokeIcon } from './stroke-icon.ts';
import type { EditorWords } from './editor-words.ts';

const EXPAND = strokeIcon('<path d="m7 10 5 5 5-5"/>');
const SEARCH = strokeIcon('<circle cx="11" cy="11" r="6"/><path d="m20 20-4.5-4.5"/>');
const CLEAR = strokeIcon('<path d="M7 7l10 10M17 7 7 17"/>');
const COPY = strokeIcon(
  '<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>',
);

/** Code in a note; each language loads when it is first met. */
export function addCodeBlocks(editor: Editor, words: EditorWords['code']): void {
  editor
    .config((ctx) =>
      ctx.update(codeBlockConfig.key, (usual) => ({
        ...usual,
        // The editor around the block keeps the history of undo.
        extensions: [
          keymap.of([...defaultKeymap, indentWithTab]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': words.label }),
          ...codeTheme,
        ],
        languages,
        expandIcon: EXPAND,
        searchIcon: SEARCH,
        clearSearchIcon: CLEAR,
        copyIcon: COPY,
        copyText: words.copy,
        searchPlaceholder: words.search,
        noResultText: words.none,
      })),
    )
    .use(codeBlockComponent);
}
