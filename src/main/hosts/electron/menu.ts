import type { HostCommand } from '#shared/contracts/ipc.ts';
import type { MenuItemConstructorOptions } from './electron-api.ts';
import type { HostTexts } from './host-texts.ts';

export type MenuOptions = {
  readonly texts: HostTexts;
  readonly platform: NodeJS.Platform;
  /** Runs a command in the window. */
  readonly run: (command: HostCommand) => void;
  readonly quit: () => void;
};

type Items = MenuItemConstructorOptions[];

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** A command that the page has the key for: shown here, but the page hears the key first and decides. */
function command(
  { run }: MenuOptions,
  label: string,
  name: HostCommand,
  accelerator?: string,
): MenuItemConstructorOptions {
  return { id: name, label, accelerator, registerAccelerator: false, click: () => run(name) };
}

function appMenu(options: MenuOptions): MenuItemConstructorOptions {
  const { texts } = options;
  return {
    label: 'Adiuva',
    submenu: [
      { label: texts.about, role: 'about' },
      SEPARATOR,
      command(options, texts.settings, 'settings', 'Cmd+,'),
      SEPARATOR,
      { role: 'services' },
      SEPARATOR,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      SEPARATOR,
      { label: texts.quit, accelerator: 'Cmd+Q', click: options.quit },
    ],
  };
}

function fileMenu(options: MenuOptions): MenuItemConstructorOptions {
  const { texts, platform } = options;
  const ending: Items =
    platform === 'darwin'
      ? [{ label: texts.closeWindow, role: 'close' }]
      : [
          command(options, texts.settings, 'settings', 'Ctrl+,'),
          SEPARATOR,
          { label: texts.quit, accelerator: 'Ctrl+Q', click: options.quit },
        ];
  return {
    label: texts.file,
    submenu: [
      command(options, texts.quickAdd, 'quick-add', 'CommandOrControl+N'),
      SEPARATOR,
      command(options, texts.importItems, 'import'),
      command(options, texts.exportItems, 'export'),
      SEPARATOR,
      ...ending,
    ],
  };
}

function editMenu(options: MenuOptions): MenuItemConstructorOptions {
  const { texts, platform } = options;
  // macOS edits text through the menu's own roles; elsewhere the page undoes text and commands itself.
  const undo: Items =
    platform === 'darwin'
      ? [
          { label: texts.undo, role: 'undo' },
          { label: texts.redo, role: 'redo' },
        ]
      : [
          command(options, texts.undo, 'undo', 'Ctrl+Z'),
          command(options, texts.redo, 'redo', 'Ctrl+Shift+Z'),
        ];
  return {
    label: texts.edit,
    submenu: [
      ...undo,
      SEPARATOR,
      { label: texts.cut, role: 'cut' },
      { label: texts.copy, role: 'copy' },
      { label: texts.paste, role: 'paste' },
      { label: texts.selectAll, role: 'selectAll' },
    ],
  };
}

function viewMenu(options: MenuOptions): MenuItemConstructorOptions {
  const { texts } = options;
  return {
    label: texts.view,
    submenu: [
      command(options, texts.palette, 'palette', 'CommandOrControl+K'),
      command(options, texts.search, 'search'),
      command(options, texts.toggleSidebar, 'toggle-sidebar'),
      SEPARATOR,
      { label: texts.reload, role: 'reload' },
      SEPARATOR,
      { label: texts.zoomReset, role: 'resetZoom' },
      { label: texts.zoomIn, role: 'zoomIn' },
      { label: texts.zoomOut, role: 'zoomOut' },
      { label: texts.fullScreen, role: 'togglefullscreen' },
    ],
  };
}

/** The application's menu, in the order and with the keys that its platform knows. */
export function buildMenu(options: MenuOptions): MenuItemConstructorOptions[] {
  const { texts, platform } = options;
  const windowMenu: MenuItemConstructorOptions =
    platform === 'darwin'
      ? { label: texts.window, role: 'windowMenu' }
      : {
          label: texts.window,
          submenu: [
            { label: texts.minimise, role: 'minimize' },
            { label: texts.closeWindow, role: 'close' },
          ],
        };
  const help: MenuItemConstructorOptions = {
    label: texts.help,
    role: 'help',
    submenu: [
      command(options, texts.shortcuts, 'shortcuts'),
      ...(platform === 'darwin' ? [] : [SEPARATOR, { label: texts.about, role: 'about' as const }]),
    ],
  };
  return [
    ...(platform === 'darwin' ? [appMenu(options)] : []),
    fileMenu(options),
    editMenu(options),
    viewMenu(options),
    windowMenu,
    help,
  ];
}
