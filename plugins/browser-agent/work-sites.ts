import type { Client } from '#sdk';
import { isOn, readSite, type Address, type Site } from './address.ts';
import { fold } from './names.ts';
import { isCommonSite, isFreeMail } from './public-sites.ts';

/** A site that belongs to the work, and whose it is. */
export type WorkSite = Site & { readonly clientId: string | null };

export type WorkSites = {
  readonly sites: readonly WorkSite[];
  readonly ignored: readonly Site[];
  /** Folders of bookmarks, folded, with the client that one is called like. */
  readonly folders: Readonly<Record<string, string | null>>;
};

export type Wishes = {
  readonly workDomains?: readonly string[];
  readonly ignoredDomains?: readonly string[];
  readonly workFolders?: readonly string[];
};

type KnownClient = Pick<Client, 'id' | 'name' | 'email' | 'website' | 'contacts'>;

/** Own wishes first: the first site that fits counts. */
export function collectWorkSites(clients: readonly KnownClient[], wishes: Wishes): WorkSites {
  const byName = new Map(clients.map((client) => [fold(client.name), client.id]));
  byName.delete('');
  const wished = (wishes.workDomains ?? []).flatMap((text): readonly WorkSite[] => {
    const at = text.indexOf('=');
    const site = readSite(at < 0 ? text : text.slice(0, at));
    const clientId = at < 0 ? null : (byName.get(fold(text.slice(at + 1))) ?? null);
    return site ? [{ ...site, clientId }] : [];
  });
  const own = clients.flatMap((client) => sitesOf(client).map((site) => ({ ...site, clientId: client.id })));
  const folders: Record<string, string | null> = Object.fromEntries(byName);
  for (const name of wishes.workFolders ?? []) if (fold(name) !== '') folders[fold(name)] ??= null;
  return {
    // The longer site says more: `blog.acme.com` before `acme.com`.
    sites: [...wished, ...own.toSorted((a, b) => lengthOf(b) - lengthOf(a))],
    ignored: (wishes.ignoredDomains ?? []).flatMap((text) => readSite(text) ?? []),
    folders,
  };
}

function lengthOf({ host, path }: Site): number {
  return host.length + path.length;
}

/** The website, and the domains of mail addresses that are not everybody's. */
function sitesOf({ email, website, contacts }: KnownClient): readonly Site[] {
  const found: Site[] = [];
  const site = readSite(website);
  if (site && !isCommonSite(site.host)) found.push({ host: site.host, path: '' });
  // Their page on a site of everybody's: what lies below it.
  else if (site && site.path !== '') found.push(site);
  for (const address of [email, ...contacts.map((contact) => contact.email)]) {
    const at = address.lastIndexOf('@');
    const domain = at < 0 ? undefined : readSite(address.slice(at + 1));
    if (domain && domain.path === '' && !isFreeMail(domain.host) && !isCommonSite(domain.host))
      found.push(domain);
  }
  return [...new Map(found.map((one) => [`${one.host}${one.path}`, one])).values()];
}

/** What a page is grouped by, and whose it is. */
export type Belonging = { readonly group: string; readonly clientId: string | null };

/** Undefined for what is nobody's work. `folders` are those that a bookmark of the page lies in. */
export function belongingOf(
  work: WorkSites,
  address: Address,
  folders: readonly string[] = [],
): Belonging | undefined {
  if (work.ignored.some((site) => isOn(site, address)) || isSignIn(address.path)) return undefined;
  const site = work.sites.find((one) => isOn(one, address));
  if (site) return { group: `${site.host}${site.path}`, clientId: site.clientId };
  const folder = folders.findLast((name) => work.folders[fold(name)] !== undefined);
  if (folder === undefined) return undefined;
  return { group: address.host, clientId: work.folders[fold(folder)] ?? null };
}

/** Doors, not pages; and what is in their addresses may open them. */
function isSignIn(path: string): boolean {
  return /\/(log-?in|log-?out|sign-?in|sign-?out|sign-?up|oauth2?|sso|saml2?|auth|authorize|callback|password|reset|verify|activate|unsubscribe|token|magic-?link|invite)(\/|\.|$)/i.test(
    path,
  );
}
