import type {
  ChatTemplates,
  DatasetExportFormat,
  DatasetExportInput,
} from '#shared/contracts/dataset-exchange.ts';

export const FORMATS = [
  'jsonl',
  'json',
  'csv',
  'parquet',
  'chat-jsonl',
] as const satisfies readonly DatasetExportFormat[];
export const PLACES = ['file', 'zip', 'folder'] as const;
export type ExportPlace = (typeof PLACES)[number];

/** What the form holds; texts as they are typed. */
export type ExportDraft = {
  readonly version: number | null;
  readonly formats: readonly DatasetExportFormat[];
  readonly place: ExportPlace;
  readonly path: string;
  readonly isAccepted: boolean;
  readonly isWithoutIssues: boolean;
  readonly hasCard: boolean;
  readonly license: string;
  readonly languages: string;
  readonly chat: ChatTemplates | undefined;
};

export function newDraft(version: number | null): ExportDraft {
  return {
    version,
    formats: ['jsonl'],
    place: 'file',
    path: '',
    isAccepted: false,
    isWithoutIssues: false,
    hasCard: true,
    license: 'cc-by-4.0',
    languages: '',
    chat: undefined,
  };
}

/** Several formats need a folder or a ZIP; the file goes back to one. */
export function withFormat(draft: ExportDraft, format: DatasetExportFormat, isOn: boolean): ExportDraft {
  const formats = FORMATS.filter((one) => (one === format ? isOn : draft.formats.includes(one)));
  return { ...draft, formats, place: formats.length > 1 && draft.place === 'file' ? 'zip' : draft.place };
}

export function isComplete({ formats, place, path }: ExportDraft): boolean {
  return formats.length > 0 && (place !== 'folder' || path.trim() !== '');
}

export function orderOf(datasetId: string, draft: ExportDraft): DatasetExportInput {
  const { version, formats, place, path, isAccepted, isWithoutIssues, hasCard, license, languages } = draft;
  const codes = languages
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((code) => code !== '');
  return {
    datasetId,
    version,
    formats: [...formats],
    as: place,
    path: path.trim() === '' ? undefined : path.trim(),
    // A version was narrowed when it was frozen.
    filter: version === null ? { isAccepted, isWithoutIssues } : undefined,
    chat: formats.includes('chat-jsonl') ? draft.chat : undefined,
    card: hasCard && place !== 'file' ? { license: license.trim(), languages: codes } : undefined,
  };
}
