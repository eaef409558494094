import type { BackupPoint } from '#shared/contracts/backup.ts';
import type { BackupEntry } from '#main/engine/vault/index.ts';

/** The tables that people know by name, as the pages name them. */
const NOUNS: Readonly<Record<string, string>> = {
  clients: 'clients',
  projects: 'projects',
  tasks: 'tasks',
  checkpoints: 'checkpoints',
  notes: 'notes',
  attachments: 'attachments',
};

/** A listed backup as a person chooses it. */
export function pointOf(entry: BackupEntry, deviceId: string): BackupPoint {
  const counts = Object.entries(NOUNS).map(([table, noun]) => [noun, entry.rowCounts[table] ?? 0]);
  return {
    sequence: entry.sequence,
    id: entry.manifestId,
    createdAt: entry.createdAtMs,
    device: entry.device,
    isThisDevice: entry.device.id === deviceId,
    sizeBytes: entry.wholeBytes,
    addedBytes: entry.addedBytes,
    counts: Object.fromEntries(counts),
  };
}
