/**
 * What crosses the bridge between a window and the main process. Frames are structured-cloned, never
 * stringified. No zod here: this file is in the renderer's first bundle, and the guards run on every frame;
 * `ipc-schema.ts` says the same in zod, for the message about a frame that was refused.
 */

/** The one Electron channel there is, in both directions. */
export const IPC_CHANNEL = 'adiuva:ipc';

export const IPC_LIMITS = {
  /** Calls that one window may have running; its link queues what is above. */
  maxCalls: 256,
  maxSubscriptions: 64,
  /** Characters and bytes of one call's input: eight times the largest attachment part. */
  maxInputSize: 8 * 1024 * 1024,
  maxInputDepth: 64,
  maxPathLength: 200,
  /** Events of one subscription that may be on their way before the window says that it took them. */
  creditWindow: 64,
} as const;
export type IpcLimits = { readonly [Key in keyof typeof IPC_LIMITS]: number };

export type CallKind = 'query' | 'mutation' | 'subscription';

export type CallFrame = {
  readonly t: 'call';
  readonly id: number;
  readonly kind: CallKind;
  readonly path: string;
  readonly input: unknown;
  /** Follows the request from the click to its SQL in the logs. */
  readonly correlationId: string;
  /** The last event seen, when a subscription is taken up again. */
  readonly lastEventId?: string;
};
/** The window says that it has taken in `count` events. */
export type CreditFrame = { readonly t: 'credit'; readonly id: number; readonly count: number };
export type ClientFrame = CallFrame | CreditFrame | { readonly t: 'cancel'; readonly id: number };

/** One error of a cause chain, without its stack. */
export type ErrorCause = { readonly name: string; readonly message: string; readonly code?: string };

/** tRPC's error shape; `data.appCode` and `data.details` come from the router's formatter. */
export type ErrorShape = {
  readonly code: number;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
};
export type ErrorFrame = {
  readonly t: 'error';
  /** Null when the frame it answers had no readable id. */
  readonly id: number | null;
  readonly error: ErrorShape;
  /** Outermost first. */
  readonly causes: readonly ErrorCause[];
};

/** What the host tells a window unasked: open this path, run this command, as a menu or a link was used. */
export type HostEvent =
  | { readonly type: 'navigate'; readonly path: string }
  | { readonly type: 'command'; readonly command: HostCommand };
export const HOST_COMMANDS = [
  'quick-add',
  'palette',
  'search',
  'settings',
  'shortcuts',
  'undo',
  'redo',
  'toggle-sidebar',
  'import',
  'export',
] as const;
export type HostCommand = (typeof HOST_COMMANDS)[number];

export type ServerFrame =
  | { readonly t: 'data'; readonly id: number; readonly data: unknown }
  | { readonly t: 'started'; readonly id: number }
  | { readonly t: 'next'; readonly id: number; readonly data: unknown; readonly eventId?: string }
  | { readonly t: 'stopped'; readonly id: number }
  | ErrorFrame
  | { readonly t: 'host'; readonly event: HostEvent };

/** One end of a connection: a MessagePort, or Electron's channel behind the preload script. */
export type IpcPort = {
  /** Throws when the frame holds something that cannot be cloned. */
  send(frame: unknown): void;
  onMessage(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
};

/**
 * What Electron's channel carries: frames of one connection, and its two ends. `document` is a name that each
 * load of a page gives itself: when another one opens, the connections of the former are over.
 */
export type IpcEnvelope = { readonly document: string; readonly connection: string } & (
  | { readonly part: 'open' | 'close' }
  | { readonly part: 'frame'; readonly frame: unknown }
);

/** What the preload script puts on `window`. */
export type AdiuvaBridge = { connect(): IpcPort };

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 200;

const isOptionalText = (value: unknown): boolean => value === undefined || isShortText(value);

function isCallFrame(frame: Fields): boolean {
  const { kind } = frame;
  return (
    (kind === 'query' || kind === 'mutation' || kind === 'subscription') &&
    isShortText(frame['path']) &&
    isShortText(frame['correlationId']) &&
    isOptionalText(frame['lastEventId'])
  );
}

export function isEnvelope(value: unknown): value is IpcEnvelope {
  if (!isFields(value) || !isShortText(value['document']) || !isShortText(value['connection'])) return false;
  const { part } = value;
  return part === 'open' || part === 'close' || (part === 'frame' && 'frame' in value);
}

export function isClientFrame(frame: unknown): frame is ClientFrame {
  if (!isFields(frame) || !isId(frame['id'])) return false;
  if (frame['t'] === 'call') return isCallFrame(frame);
  if (frame['t'] === 'cancel') return true;
  const count = frame['count'];
  return frame['t'] === 'credit' && isId(count) && count > 0 && count <= 10_000;
}

function isErrorShape(error: unknown): boolean {
  return (
    isFields(error) &&
    Number.isInteger(error['code']) &&
    typeof error['message'] === 'string' &&
    isFields(error['data'])
  );
}

function isCause(cause: unknown): boolean {
  if (!isFields(cause)) return false;
  const { name, message, code } = cause;
  return (
    typeof name === 'string' &&
    typeof message === 'string' &&
    (code === undefined || typeof code === 'string')
  );
}

/** A path inside the app: it starts with one slash, so it can name no other origin. */
export function isAppPath(path: unknown): path is string {
  return typeof path === 'string' && path.length <= 2000 && /^\/(?![/\\])[^\s\\]*$/.test(path);
}

export function isHostEvent(event: unknown): event is HostEvent {
  if (!isFields(event)) return false;
  if (event['type'] === 'navigate') return isAppPath(event['path']);
  return event['type'] === 'command' && HOST_COMMANDS.some((command) => command === event['command']);
}

export function isServerFrame(frame: unknown): frame is ServerFrame {
  if (!isFields(frame)) return false;
  const { t, id } = frame;
  if (t === 'host') return isHostEvent(frame['event']);
  if (t === 'error') {
    const causes = frame['causes'];
    return (
      (id === null || isId(id)) &&
      isErrorShape(frame['error']) &&
      Array.isArray(causes) &&
      causes.every(isCause)
    );
  }
  if (!isId(id)) return false;
  if (t === 'next') return 'data' in frame && isOptionalText(frame['eventId']);
  if (t === 'data') return 'data' in frame;
  return t === 'started' || t === 'stopped';
}
