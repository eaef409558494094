import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { methods, screen } from './screen.ts';

type Item = {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly click?: () => void;
  readonly submenu?: readonly Item[];
};

export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly Item[];

  constructor(items: readonly Item[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly Item[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
}

const trays = new Set<Tray>();

export class Tray extends EventEmitter {
  menu = new Menu();

  constructor() {
    super();
    if (process.env['ADIUVA_STAND_IN_TRAY'] === 'none') throw new Error('There is no tray.');
    trays.add(this);
  }

  setToolTip(): void {
    // Nothing reads it.
  }

  setContextMenu(menu: Menu): void {
    this.menu = menu;
  }

  destroy(): void {
    trays.delete(this);
  }
}

function flatten(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...flatten(item.submenu ?? [])]);
}

function allItems(): Item[] {
  const menus = [Menu.getApplicationMenu(), ...[...trays].map(({ menu }) => menu)];
  return menus.flatMap((menu) => flatten(menu?.items ?? []));
}

methods['menu'] = () =>
  allItems().map(({ id, label, role, accelerator }) => ({ id, label, role, accelerator }));
methods['clickMenu'] = (id: string) => {
  const item = allItems().find((candidate) => candidate.id === id);
  if (item?.click === undefined) throw new Error(`No menu has "${id}".`);
  item.click();
};

const shortcuts = new Map<string, () => void>();
/** Taken by another program, as far as the program under test can tell. */
const taken = new Set<string>();

export const globalShortcut = {
  register(accelerator: string, press: () => void): boolean {
    if (!/^(?:\w+\+)*\w+$/.test(accelerator)) throw new TypeError('conversion failure');
    if (taken.has(accelerator) || shortcuts.has(accelerator)) return false;
    shortcuts.set(accelerator, press);
    return true;
  },
  unregister: (accelerator: string): void => void shortcuts.delete(accelerator),
  unregisterAll: (): void => shortcuts.clear(),
  isRegistered: (accelerator: string): boolean => shortcuts.has(accelerator),
};

methods['shortcuts'] = () => [...shortcuts.keys()];
methods['takeShortcut'] = (accelerator: string) => void taken.add(accelerator);
methods['pressShortcut'] = (accelerator: string) => {
  const press = shortcuts.get(accelerator);
  if (press === undefined) throw new Error(`"${accelerator}" is not registered.`);
  press();
};

/** Sealed with a key that is not in the data folder, as the system's own store would do it. */
function keyringKey(): Buffer {
  return createHash('sha256')
    .update(process.env['ADIUVA_STAND_IN_KEYRING'] ?? 'the person at this machine')
    .digest();
}

export const safeStorage = {
  isEncryptionAvailable: (): boolean => process.env['ADIUVA_STAND_IN_BACKEND'] !== 'none',
  getSelectedStorageBackend: (): string => process.env['ADIUVA_STAND_IN_BACKEND'] ?? 'gnome_libsecret',
  encryptString(text: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyringKey(), nonce, { authTagLength: 16 });
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  },
  decryptString(sealed: Buffer): string {
    const cipher = createDecipheriv('aes-256-gcm', keyringKey(), sealed.subarray(0, 12), {
      authTagLength: 16,
    });
    cipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]).toString('utf8');
  },
};

const opened: string[] = [];
export const shell = {
  openExternal: async (url: string): Promise<void> => void opened.push(url),
};
methods['openedOutside'] = () => opened;

type Message = { readonly message?: string; readonly detail?: string; readonly buttons?: readonly string[] };
const dialogs: Message[] = [];
let nextResponse = 0;

export const dialog = {
  async showMessageBox(...args: readonly unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    // The window comes first where there is one.
    dialogs.push(args.at(-1) as Message);
    return { response: nextResponse, checkboxChecked: false };
  },
  showErrorBox: (message: string, detail: string): void => {
    dialogs.push({ message, detail });
    process.stderr.write(`${message}: ${detail}\n`);
  },
};
methods['dialogs'] = () => dialogs;
methods['answerDialogs'] = (response: number) => {
  nextResponse = response;
};

class NativeTheme extends EventEmitter {
  #source = 'system';

  get themeSource(): string {
    return this.#source;
  }

  set themeSource(source: string) {
    this.#source = source;
    screen.tell('theme', source);
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

export const nativeTheme = new NativeTheme();
export const powerMonitor = new EventEmitter();
methods['power'] = (event: string) => powerMonitor.emit(event, { preventDefault: () => undefined });

export const nativeImage = {
  createFromPath(path: string) {
    if (!existsSync(path)) throw new Error(`There is no image at ${path}.`);
    return { path, isEmpty: () => false };
  },
};

export const screenInfo = {
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};
