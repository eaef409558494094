/** What the main process and the worker that reads files and databases of others say to each other. */

export const TEXT_FORMATS = ['text', 'pdf', 'docx', 'html'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** Why there is no text of a file; the rest goes on. */
export const REFUSALS = [
  'not_found',
  'not_a_file',
  'outside_folder',
  'too_large',
  'too_many',
  'unsupported',
  'not_text',
  'damaged',
  'protected',
  'bomb',
  'took_too_long',
  'too_much_memory',
  'crashed',
  'unreadable',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export const BROWSER_FAMILIES = ['chromium', 'firefox'] as const;
export type BrowserFamily = (typeof BROWSER_FAMILIES)[number];

/** `profile` is the real path of the profile's folder; copies are made in `scratch` and removed again. */
type BrowserSource = { readonly family: BrowserFamily; readonly profile: string; readonly scratch: string };

export type ExtractJob =
  | {
      readonly op: 'text';
      readonly format: TextFormat;
      readonly bytes: Uint8Array;
      readonly maxChars: number;
    }
  | {
      readonly op: 'visits';
      readonly source: BrowserSource;
      /** Milliseconds since the Unix epoch. */
      readonly sinceMs: number;
      /** The last visit already seen. */
      readonly after: { readonly timeText: string; readonly id: number } | null;
      readonly limit: number;
    }
  | { readonly op: 'bookmarks'; readonly source: BrowserSource; readonly limit: number };

export type Visit = { readonly url: string; readonly title: string; readonly visitedAt: number };
export type Bookmark = {
  readonly url: string;
  readonly title: string;
  readonly addedAt: number | null;
  /** Names of the folders that it lies in, the outermost first. */
  readonly folders: readonly string[];
};

export type ExtractedText = { readonly text: string; readonly isTruncated: boolean };
export type VisitPage = {
  readonly visits: readonly Visit[];
  /** The last visit looked at; null where there was none yet. */
  readonly next: { readonly timeText: string; readonly id: number } | null;
  readonly isEnd: boolean;
};
export type BookmarkList = { readonly bookmarks: readonly Bookmark[]; readonly isTruncated: boolean };

export type ExtractResults = {
  readonly text: ExtractedText;
  readonly visits: VisitPage;
  readonly bookmarks: BookmarkList;
};

export type ExtractRequest = { readonly id: number; readonly job: ExtractJob };
export type ExtractAnswer =
  | { readonly id: number; readonly result: ExtractResults[keyof ExtractResults] }
  | { readonly id: number; readonly refusal: Refusal };
