/** What of an address counts here. There is no `URL` in the sandbox. */
export type Address = {
  /** Small letters, without `www.` and without the port. */
  readonly host: string;
  /** Begins with a slash; `/` for the first page. */
  readonly path: string;
  /** Without query and fragment: what is kept. */
  readonly url: string;
};

const ADDRESS = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#:@]+)(:\d{1,5})?([^?#]*)/i;
const HOST = /^(?=.{1,253}$)[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u;

/** Undefined for what is no web address. */
export function readAddress(text: string): Address | undefined {
  const [, scheme, name, port = '', rawPath] = ADDRESS.exec(text.trim()) ?? [];
  if (scheme === undefined || name === undefined) return undefined;
  const host = cleanHost(name);
  if (host === '') return undefined;
  const path = rawPath === undefined || rawPath === '' ? '/' : rawPath;
  return { host, path, url: `${scheme.toLowerCase()}://${name.toLowerCase()}${port}${path}` };
}

/** A site as people write it: `www.acme.com`, `https://github.com/acme/`. */
export type Site = { readonly host: string; readonly path: string };

export function readSite(text: string): Site | undefined {
  const whole = text.trim();
  const address = readAddress(/^https?:\/\//i.test(whole) ? whole : `https://${whole}`);
  // One word is a machine of somebody's own network, and more often a slip.
  if (address === undefined || !address.host.includes('.')) return undefined;
  return { host: address.host, path: address.path.replace(/\/+$/, '') };
}

/** The site itself, hosts below it, and what lies below its path. */
export function isOn(site: Site, { host, path }: Pick<Address, 'host' | 'path'>): boolean {
  if (host !== site.host && !host.endsWith(`.${site.host}`)) return false;
  if (site.path === '') return true;
  const below = path.toLowerCase();
  const start = site.path.toLowerCase();
  return below === start || below.startsWith(`${start}/`);
}

function cleanHost(text: string): string {
  const host = text.toLowerCase().replace(/\.$/, '');
  return HOST.test(host) ? host.replace(/^www\./, '') : '';
}
