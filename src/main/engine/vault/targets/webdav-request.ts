import { createRemote, type RemoteAnswer, type RemoteDeps } from './remote.ts';

export type WebdavPlace = {
  /** A folder that is there: `https://dav.example.org/files/me/backups`. */
  readonly url: string;
  /** For Basic sign-in; `null` where the server asks for none. The password is asked for at each request. */
  readonly credentials: { readonly user: string; readonly password: () => Promise<string> } | null;
};

export type WebdavRequest = {
  readonly method: string;
  /** Below the folder; ends with a slash for a collection. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | null;
  readonly signal?: AbortSignal | undefined;
};

export type WebdavCaller = {
  /** The folder's own address, with a slash at its end. */
  readonly base: URL;
  send(request: WebdavRequest): Promise<RemoteAnswer>;
};

export function createWebdavCaller({ url, credentials }: WebdavPlace, deps: RemoteDeps): WebdavCaller {
  const base = new URL(url);
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/`;
  const remote = createRemote(base, deps);
  return {
    base,
    async send({ path, headers = {}, ...request }) {
      const authorization = await authorizationOf(credentials);
      return remote({ ...request, url: new URL(path, base), headers: { ...headers, ...authorization } });
    },
  };
}

async function authorizationOf(credentials: WebdavPlace['credentials']): Promise<Record<string, string>> {
  if (credentials === null) return {};
  const pair = Buffer.from(`${credentials.user}:${await credentials.password()}`);
  return { authorization: `Basic ${pair.toString('base64')}` };
}
