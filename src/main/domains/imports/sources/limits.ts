/** Caps on what is read from outside. Above them an item is refused with a reason, never read in part. */
export const IMPORT_LIMITS = {
  noteBytes: 2 * 1024 * 1024,
  attachmentBytes: 200 * 1024 * 1024,
  csvBytes: 100 * 1024 * 1024,
  jsonBytes: 100 * 1024 * 1024,
  calendarBytes: 100 * 1024 * 1024,
  workspaceBytes: 2 * 1024 * 1024 * 1024,
  frontMatterBytes: 64 * 1024,
  folderDepth: 32,
  fileCount: 200_000,
  /** Archives: all entries together, and how much larger than its packed form one entry may be. */
  archiveBytes: 4 * 1024 * 1024 * 1024,
  archiveRatio: 200,
} as const;

export function sizeText(sizeBytes: number): string {
  if (sizeBytes >= 1024 * 1024) return `${Math.round(sizeBytes / (1024 * 1024))} MB`;
  return `${Math.max(1, Math.round(sizeBytes / 1024))} KB`;
}
