import type { EmailAccount, EmailAccountInput, EmailAccountPatch } from '#shared/contracts/connectors.ts';

/** The form of a mail account as it is being filled in. */
export type MailDraft = {
  readonly kind: 'imap' | 'files';
  readonly name: string;
  readonly user: string;
  readonly host: string;
  readonly port: string;
  readonly tlsMode: 'tls' | 'starttls' | 'none';
  readonly auth: 'password' | 'oauth2';
  readonly secret: string;
  readonly certificate: string;
  readonly path: string;
};
export type MailField = 'name' | 'user' | 'host' | 'port' | 'secret' | 'path';

export const TLS_MODES = ['tls', 'starttls', 'none'] as const;
const PORTS = { tls: '993', starttls: '143', none: '143' };

/** Where the providers that people have keep their mail, by the part behind the @. */
const KNOWN_HOSTS: Readonly<Record<string, string>> = {
  'gmail.com': 'imap.gmail.com',
  'googlemail.com': 'imap.gmail.com',
  'outlook.com': 'outlook.office365.com',
  'hotmail.com': 'outlook.office365.com',
  'icloud.com': 'imap.mail.me.com',
  'me.com': 'imap.mail.me.com',
  'fastmail.com': 'imap.fastmail.com',
  'yahoo.com': 'imap.mail.yahoo.com',
  'gmx.net': 'imap.gmx.net',
  'libero.it': 'imapmail.libero.it',
  'aruba.it': 'imaps.aruba.it',
};

export function newMailDraft(): MailDraft {
  return {
    kind: 'imap',
    name: '',
    user: '',
    host: '',
    port: PORTS.tls,
    tlsMode: 'tls',
    auth: 'password',
    secret: '',
    certificate: '',
    path: '',
  };
}

export function draftOf(account: EmailAccount): MailDraft {
  const { kind, name, user, host, port, tlsMode, auth, path } = account;
  const certificate = account.trustedCertificate ?? '';
  return { kind, name, user, host, port: String(port), tlsMode, auth, secret: '', certificate, path };
}

/** A usual port follows the encryption; one that was typed stays. */
export function withTlsMode(draft: MailDraft, tlsMode: MailDraft['tlsMode']): MailDraft {
  const isUsual = draft.port === '' || Object.values(PORTS).includes(draft.port);
  return { ...draft, tlsMode, port: isUsual ? PORTS[tlsMode] : draft.port };
}

/** After the address is typed: what follows from it, as far as nothing was entered there. */
export function withGuesses(draft: MailDraft): MailDraft {
  const domain = /@([^@\s]+\.[^@\s]+)$/.exec(draft.user.trim())?.[1]?.toLowerCase();
  if (domain === undefined) return draft;
  return {
    ...draft,
    host: draft.host === '' ? (KNOWN_HOSTS[domain] ?? '') : draft.host,
    name: draft.name === '' ? draft.user.trim() : draft.name,
  };
}

/** What is still missing; of an account that is kept, the secret need not be entered again. */
export function missingIn(draft: MailDraft, isNew: boolean): readonly MailField[] {
  const missing: MailField[] = draft.name.trim() === '' ? ['name'] : [];
  if (draft.kind === 'files') return draft.path.trim() === '' ? [...missing, 'path'] : missing;
  if (draft.user.trim() === '') missing.push('user');
  if (draft.host.trim() === '') missing.push('host');
  const port = Number(draft.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) missing.push('port');
  if (isNew && draft.secret === '') missing.push('secret');
  return missing;
}

const certificateOf = (draft: MailDraft): string | null =>
  draft.certificate.trim() === '' ? null : draft.certificate.trim();

export function toInput(draft: MailDraft): EmailAccountInput {
  const name = draft.name.trim();
  if (draft.kind === 'files') return { kind: 'files', name, path: draft.path.trim() };
  const { tlsMode, auth, secret } = draft;
  return {
    kind: 'imap',
    name,
    host: draft.host.trim(),
    port: Number(draft.port),
    tlsMode,
    user: draft.user.trim(),
    auth,
    secret,
    trustedCertificate: certificateOf(draft),
    folders: [],
  };
}

export function toPatch(draft: MailDraft): EmailAccountPatch {
  if (draft.kind === 'files') return { name: draft.name.trim(), path: draft.path.trim() };
  return {
    name: draft.name.trim(),
    host: draft.host.trim(),
    port: Number(draft.port),
    tlsMode: draft.tlsMode,
    user: draft.user.trim(),
    auth: draft.auth,
    trustedCertificate: certificateOf(draft),
    ...(draft.secret === '' ? {} : { secret: draft.secret }),
  };
}
