import type { UseTranslationResponse } from 'react-i18next';

/** The words of the editor's own menus, in the reader's language. */
export function editorWords(t: UseTranslationResponse<'notes', undefined>['t']) {
  return {
    placeholder: t('editorPlaceholder'),
    label: t('editorLabel'),
    remoteImage: (host: string) => t('remoteImage', { host }),
    missingImage: t('missingImage'),
    loadingImage: t('loadingImage'),
    slash: {
      textGroup: t('slashText'),
      text: t('slashParagraph'),
      h1: t('slashHeading1'),
      h2: t('slashHeading2'),
      h3: t('slashHeading3'),
      quote: t('slashQuote'),
      divider: t('slashDivider'),
      listGroup: t('slashLists'),
      bulletList: t('slashBullets'),
      orderedList: t('slashNumbers'),
      taskList: t('slashTasks'),
      advancedGroup: t('slashMore'),
      codeBlock: t('slashCode'),
      table: t('slashTable'),
      link: t('slashNoteLink'),
      file: t('slashFile'),
    },
    toolbar: {
      bold: t('bold'),
      italic: t('italic'),
      strikethrough: t('strikethrough'),
      code: t('inlineCode'),
      link: t('link'),
    },
    code: {
      search: t('codeSearch'),
      none: t('codeNone'),
      copy: t('codeCopy'),
      label: t('codeLabel'),
    },
    table: {
      addRow: t('tableAddRow'),
      addColumn: t('tableAddColumn'),
      removeRow: t('tableRemoveRow'),
      removeColumn: t('tableRemoveColumn'),
      alignStart: t('tableAlignStart'),
      alignCentre: t('tableAlignCentre'),
      alignEnd: t('tableAlignEnd'),
    },
    linkPlaceholder: t('linkPlaceholder'),
  };
}

export type EditorWords = ReturnType<typeof editorWords>;
