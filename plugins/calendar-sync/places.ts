import type { CalendarEvent, Client, Page, PageInput, PluginContext, Project } from '#sdk';

export type Place = { readonly clientId: string | null; readonly projectId: string | null };
export type PlaceOf = (event: Pick<CalendarEvent, 'title' | 'organizer' | 'attendees'>) => Place;

/** Mail services that anyone can have an address at. */
const SHARED =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|proton|protonmail|pm|fastmail|hey|zoho|mail|yandex|libero|virgilio|tiscali|alice|tim|tin|email|fastwebnet|pec|legalmail|aruba|arubapec|t-online|orange|free|laposte|btinternet|comcast|qq|163)\.[a-z.]{2,6}$/;

type KnownClient = Pick<Client, 'id' | 'name' | 'email' | 'website' | 'contacts'>;
type KnownProject = Pick<Project, 'id' | 'name' | 'clientId' | 'status'>;

export async function loadPlaces(ctx: PluginContext): Promise<PlaceOf> {
  const clients = await readAll((input) => ctx.workspace.listClients(input));
  const projects = await readAll((input) => ctx.workspace.listProjects(input));
  return createPlaces(clients, projects);
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

/** By the address or domain of who takes part, then by a name in the title; a project that the title names. */
export function createPlaces(clients: readonly KnownClient[], projects: readonly KnownProject[]): PlaceOf {
  const owners = new Map<string, Set<string>>();
  const put = (key: string, id: string): void => {
    owners.set(key, (owners.get(key) ?? new Set()).add(id));
  };
  for (const { id, email, website, contacts } of clients) {
    for (const address of [email, ...contacts.map((contact) => contact.email)]) {
      const lower = address.trim().toLowerCase();
      if (!lower.includes('@')) continue;
      put(lower, id);
      if (!SHARED.test(domainOf(lower))) put(domainOf(lower), id);
    }
    const host = /^(?:https?:\/\/)?(?:www\.)?([^/:?#\s]+\.[^/:?#\s]+)/i.exec(website.trim())?.[1];
    if (host !== undefined) put(host.toLowerCase(), id);
  }
  const names = clients.map(({ id, name }) => ({ id, name: plain(name) }));
  const open = projects.filter(({ status }) => status === 'active' || status === 'planned');
  return ({ title, organizer, attendees }) => {
    const said = ` ${plain(title)} `;
    const clientId = byPeople(owners, [organizer ?? '', ...attendees]) ?? byName(names, said);
    const named = open.filter(({ name, clientId: owner }) => {
      const words = plain(name);
      return words.length >= 4 && said.includes(` ${words} `) && (clientId === null || owner === clientId);
    });
    const [project] = named;
    if (named.length !== 1 || project === undefined) return { clientId, projectId: null };
    return { clientId: clientId ?? project.clientId, projectId: project.id };
  };
}

/** One client among all who take part, or none. */
function byPeople(
  owners: ReadonlyMap<string, ReadonlySet<string>>,
  people: readonly string[],
): string | null {
  const found = new Set<string>();
  for (const person of people) {
    const address = person
      .replace(/^mailto:/i, '')
      .trim()
      .toLowerCase();
    for (const id of owners.get(address) ?? owners.get(domainOf(address)) ?? []) found.add(id);
  }
  return only([...found]);
}

function byName(
  names: readonly { readonly id: string; readonly name: string }[],
  said: string,
): string | null {
  return only(names.filter(({ name }) => name.length >= 4 && said.includes(` ${name} `)).map(({ id }) => id));
}

function only(ids: readonly string[]): string | null {
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
