import { EventEmitter } from 'node:events';
import { methods } from './screen.ts';

type Decide<Answer> = (answer: Answer) => void;
type BeforeRequest = (details: { url: string }, decide: Decide<{ cancel?: boolean }>) => void;
type AskPermission = (
  contents: unknown,
  permission: string,
  decide: Decide<boolean>,
  details: { requestingUrl: string },
) => void;
type CheckPermission = (contents: unknown, permission: string, origin: string) => boolean;

class Session extends EventEmitter {
  beforeRequest: BeforeRequest | undefined;
  askPermission: AskPermission | undefined;
  checkPermission: CheckPermission | undefined;
  allowsDevice: (() => boolean) | undefined;
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      this.beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: AskPermission): void {
    this.askPermission = handler;
  }

  setPermissionCheckHandler(handler: CheckPermission): void {
    this.checkPermission = handler;
  }

  setDevicePermissionHandler(handler: () => boolean): void {
    this.allowsDevice = handler;
  }

  setDisplayMediaRequestHandler(): void {
    // The browser that stands in has no screen to share.
  }
}

export const session = { defaultSession: new Session() };

type Scheme = { readonly scheme: string; readonly privileges: Readonly<Record<string, boolean>> };
type Handler = (request: Request) => Promise<Response> | Response;

const schemes = new Map<string, Scheme>();
const handlers = new Map<string, Handler>();

export const protocol = {
  registerSchemesAsPrivileged(list: readonly Scheme[]): void {
    for (const scheme of list) schemes.set(scheme.scheme, scheme);
  },
  handle(scheme: string, handler: Handler): void {
    if (!schemes.get(scheme)?.privileges['standard'])
      throw new Error(`"${scheme}" is not a standard scheme.`);
    handlers.set(scheme, handler);
  },
};

/** Whether the program lets the page ask for this address. */
methods['mayRequest'] = (url: string) => {
  let isAllowed = true;
  session.defaultSession.beforeRequest?.({ url }, ({ cancel }) => {
    isAllowed = cancel !== true;
  });
  return isAllowed;
};

methods['request'] = async (url: string, method: string, headers: Record<string, string>) => {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) throw new Error(`Nothing serves ${url}.`);
  const response = await handler(new Request(url, { method, headers }));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
};

methods['permission'] = (permission: string, url: string) => {
  const { askPermission, checkPermission } = session.defaultSession;
  let isGranted = false;
  askPermission?.(
    null,
    permission,
    (answer) => {
      isGranted = answer;
    },
    { requestingUrl: url },
  );
  return { isGranted, isChecked: checkPermission?.(null, permission, url) ?? true };
};
