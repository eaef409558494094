export type NotePaneProps = {
  id: string;
  /** Where writing goes on once the note is there. */
  focusOn: 'title' | 'text' | undefined;
  /** A place in its text to be led to. */
  placeAt: number | undefined;
  onPlaceShown(): void;
  isListHidden: boolean;
  onToggleList(): void;
  onOpenNote(id: string): void;
  onClose(): void;
};
