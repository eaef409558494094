import type { BlockEditFeatureConfig } from '@milkdown/crepe/feature/block-edit';
import { editorViewCtx } from '@milkdown/kit/core';
import type { Ctx } from '@milkdown/kit/ctx';
import type { EditorWords } from './editor-words.ts';
import { strokeIcon } from './stroke-icon.ts';

const LINK_ICON = strokeIcon('<path d="M8 4H5v16h3M16 4h3v16h-3M9 12h6"/>');
const FILE_ICON = strokeIcon(
  '<path d="m16 6-8.4 8.6a2 2 0 0 0 2.8 2.8l8.4-8.6a4 4 0 1 0-5.6-5.6L4.8 12a6 6 0 1 0 8.4 8.4l8.4-8.6"/>',
);

/** What was typed to find the entry in the menu makes way for what it brings. */
function replaceSlash(ctx: Ctx, text: string): void {
  const view = ctx.get(editorViewCtx);
  const { $from } = view.state.selection;
  const from = $from.start();
  view.dispatch(view.state.tr.insertText(text, from, $from.pos));
  view.focus();
}

type SlashWords = EditorWords['slash'];

const item = (label: string): { label: string } => ({ label });

function blockGroups(slash: SlashWords): BlockEditFeatureConfig {
  return {
    textGroup: {
      label: slash.textGroup,
      text: item(slash.text),
      h1: item(slash.h1),
      h2: item(slash.h2),
      h3: item(slash.h3),
      h4: null,
      h5: null,
      h6: null,
      quote: item(slash.quote),
      divider: item(slash.divider),
    },
    listGroup: {
      label: slash.listGroup,
      bulletList: item(slash.bulletList),
      orderedList: item(slash.orderedList),
      taskList: item(slash.taskList),
    },
    advancedGroup: {
      label: slash.advancedGroup,
      image: null,
      codeBlock: item(slash.codeBlock),
      table: item(slash.table),
      math: null,
    },
  };
}

/** What `/` offers at the beginning of a line. */
export function slashMenu(slash: SlashWords, onChooseFile: () => void): BlockEditFeatureConfig {
  return {
    ...blockGroups(slash),
    buildMenu: (groups) => {
      groups
        .getGroup('advanced')
        .addItem('note-link', {
          label: slash.link,
          icon: LINK_ICON,
          onRun: (ctx: Ctx) => replaceSlash(ctx, '[['),
        })
        .addItem('file', {
          label: slash.file,
          icon: FILE_ICON,
          onRun: (ctx: Ctx) => {
            replaceSlash(ctx, '');
            onChooseFile();
          },
        });
    },
  };
}
