import type { FileChange, IndexItem } from '#sdk';
import type { Decision } from './ways.ts';

/** Longest address that the index takes. */
const MAX_URL = 4_000;
const MAX_GROUP = 300;

export function itemOf(folder: string, file: FileChange, decision: Decision, text: string): IndexItem {
  const { projectId, clientId } = decision;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).trim();
  return {
    kind: 'file',
    // Stays the same when the file is moved.
    id: file.id,
    title: name === '' ? file.path : name,
    text,
    url: urlOf(folder, file.path),
    projectId,
    clientId,
    groupName: groupOf(folder),
    occurredAt: file.modifiedAt,
  };
}

export function groupOf(folder: string): string {
  return folder.slice(-MAX_GROUP);
}

/** `file:///home/ada/a%20b.txt`, `file:///C:/a.txt`, `file://server/share/a.txt`; null where it would be too long. */
export function urlOf(folder: string, path: string): string | null {
  const isWindows = /^[A-Za-z]:\\|^\\\\/.test(folder);
  const base = isWindows ? folder.replaceAll('\\', '/') : folder;
  const whole = `${base.endsWith('/') ? base.slice(0, -1) : base}/${path}`;
  const parts = whole.toWellFormed().split('/');
  const encoded = parts.map((part) => (/^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part))).join('/');
  const url = encoded.startsWith('//')
    ? `file:${encoded}`
    : `file://${encoded.startsWith('/') ? '' : '/'}${encoded}`;
  return url.length > MAX_URL ? null : url;
}
