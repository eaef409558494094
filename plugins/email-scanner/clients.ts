import type { Client, Page, PageInput, PluginContext, Project } from '#sdk';
import { plain } from './words.ts';

/** Mail services that anyone can have an address at: their domain says nothing about a client. */
const SHARED_DOMAINS = new Set(
  (
    'gmail.com googlemail.com outlook.com outlook.it hotmail.com hotmail.it hotmail.co.uk live.com live.it msn.com ' +
    'yahoo.com yahoo.it yahoo.co.uk ymail.com icloud.com me.com mac.com aol.com gmx.com gmx.net gmx.de web.de ' +
    'proton.me protonmail.com pm.me fastmail.com hey.com zoho.com mail.com yandex.com libero.it virgilio.it ' +
    'tiscali.it alice.it tim.it tin.it email.it fastwebnet.it inwind.it iol.it pec.it legalmail.it aruba.it ' +
    'arubapec.it t-online.de orange.fr free.fr laposte.net btinternet.com comcast.net qq.com 163.com'
  ).split(' '),
);

export type Place = { readonly clientId: string | null; readonly projectId: string | null };

export type ClientIndex = {
  isKnown(address: string): boolean;
  /** Where a mail belongs: by the sender's address, then by the domain; a project where there can be only one. */
  placeOf(address: string, subject: string): Place;
  nameOf(clientId: string): string | null;
};

export async function loadClients(ctx: PluginContext): Promise<ClientIndex> {
  const clients = await readAll((input) => ctx.workspace.listClients(input));
  const projects = await readAll((input) => ctx.workspace.listProjects(input));
  return createClientIndex(clients, projects);
}

async function readAll<Item>(list: (input: PageInput) => Promise<Page<Item>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

export type KnownClient = Pick<Client, 'id' | 'name' | 'email' | 'website' | 'contacts'>;
export type KnownProject = Pick<Project, 'id' | 'name' | 'clientId' | 'status'>;

export function createClientIndex(
  clients: readonly KnownClient[],
  projects: readonly KnownProject[],
): ClientIndex {
  const byAddress = new Map<string, Set<string>>();
  const byDomain = new Map<string, Set<string>>();
  for (const client of clients) {
    const addresses = [client.email, ...client.contacts.map(({ email }) => email)];
    for (const address of addresses.map((one) => one.trim().toLowerCase())) {
      if (!address.includes('@')) continue;
      put(byAddress, address, client.id);
      putDomain(byDomain, domainOf(address), client.id);
    }
    putDomain(byDomain, hostOf(client.website), client.id);
  }
  const open = projects.filter(({ status }) => status === 'active' || status === 'planned');
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  return {
    isKnown: (address) => byAddress.has(address),
    nameOf: (clientId) => names.get(clientId) ?? null,
    placeOf(address, subject) {
      const sender = address.toLowerCase();
      const clientId = only(byAddress.get(sender)) ?? clientOfDomain(byDomain, domainOf(sender));
      return { clientId, projectId: projectOf(open, clientId, subject) };
    },
  };
}

function projectOf(open: readonly KnownProject[], clientId: string | null, subject: string): string | null {
  const theirs = clientId === null ? [] : open.filter((project) => project.clientId === clientId);
  const said = ` ${plain(subject).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  // A stranger's word is no ground to file something under a client's project: then it has none.
  const named = theirs.filter(({ name }) => {
    const words = plain(name)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    return words.length >= 4 && said.includes(` ${words} `);
  });
  if (named.length === 1) return named[0]?.id ?? null;
  const active = theirs.filter(({ status }) => status === 'active');
  return active.length === 1 ? (active[0]?.id ?? null) : null;
}

/** `mail.acme.example` belongs to who has `acme.example`, never the other way round. */
function clientOfDomain(byDomain: ReadonlyMap<string, Set<string>>, domain: string): string | null {
  const labels = domain.split('.');
  for (let from = 0; from <= labels.length - 2; from += 1) {
    const found = byDomain.get(labels.slice(from).join('.'));
    if (found !== undefined) return only(found);
  }
  return null;
}

function putDomain(byDomain: Map<string, Set<string>>, domain: string, clientId: string): void {
  if (domain.includes('.') && !SHARED_DOMAINS.has(domain)) put(byDomain, domain, clientId);
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

/** Two clients behind one address or domain: nobody can say which. */
function only(found: ReadonlySet<string> | undefined): string | null {
  const [first = null] = found ?? [];
  return found?.size === 1 ? first : null;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function hostOf(website: string): string {
  const host = /^(?:https?:\/\/)?(?:www\.)?([^/:?#\s]+)/i.exec(website.trim())?.[1] ?? '';
  return host.toLowerCase();
}
