import type { TableFeatureConfig } from '@milkdown/crepe/feature/table';
import type { EditorWords } from './editor-words.ts';
import { strokeIcon } from './stroke-icon.ts';

const PLUS = '<path d="M12 6v12M6 12h12"/>';
const BIN = '<path d="M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12"/>';

/** The buttons around a table; each icon says what it does. */
export function tableIcons(words: EditorWords['table']): TableFeatureConfig {
  return {
    addRowIcon: strokeIcon(PLUS, words.addRow),
    addColIcon: strokeIcon(PLUS, words.addColumn),
    deleteRowIcon: strokeIcon(BIN, words.removeRow),
    deleteColIcon: strokeIcon(BIN, words.removeColumn),
    alignLeftIcon: strokeIcon('<path d="M5 7h14M5 12h8M5 17h11"/>', words.alignStart),
    alignCenterIcon: strokeIcon('<path d="M5 7h14M8 12h8M6 17h12"/>', words.alignCentre),
    alignRightIcon: strokeIcon('<path d="M5 7h14M11 12h8M8 17h11"/>', words.alignEnd),
  };
}
