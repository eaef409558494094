export type NotePaneProps = {
  id: string;
  /** Where writing goes on once the note is there. */
  focusOn: 'title' | 'text' | undefined;
  isListHidden: boolean;
  onToggleList(): void;
  onOpenNote(id: string): void;
  onClose(): void;
};
