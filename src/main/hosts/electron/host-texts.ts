/** What the desktop itself says: menus, tray and dialogs. The pages have their own catalogue. */
export type HostTexts = {
  readonly [
    Key in
      | 'about'
      | 'settings'
      | 'quit'
      | 'file'
      | 'quickAdd'
      | 'importItems'
      | 'exportItems'
      | 'closeWindow'
      | 'edit'
      | 'undo'
      | 'redo'
      | 'cut'
      | 'copy'
      | 'paste'
      | 'selectAll'
      | 'view'
      | 'palette'
      | 'search'
      | 'toggleSidebar'
      | 'reload'
      | 'zoomIn'
      | 'zoomOut'
      | 'zoomReset'
      | 'fullScreen'
      | 'window'
      | 'minimise'
      | 'help'
      | 'shortcuts'
      | 'open'
      | 'quickCapture'
      | 'pageCrashed'
      | 'pageCrashedDetail'
      | 'notResponding'
      | 'notRespondingDetail'
      | 'wait'
      | 'unexpected'
      | 'unexpectedDetail'
      | 'startFailed'
      | 'startFailedDetail'
  ]: string;
};

const ENGLISH: HostTexts = {
  about: 'About Adiuva',
  settings: 'Settings…',
  quit: 'Quit Adiuva',
  file: 'File',
  quickAdd: 'New task…',
  importItems: 'Import…',
  exportItems: 'Export…',
  closeWindow: 'Close window',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  palette: 'Command palette…',
  search: 'Search…',
  toggleSidebar: 'Show or hide the sidebar',
  reload: 'Reload',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Actual size',
  fullScreen: 'Full screen',
  window: 'Window',
  minimise: 'Minimise',
  help: 'Help',
  shortcuts: 'Keyboard shortcuts',
  open: 'Open Adiuva',
  quickCapture: 'Quick capture…',
  pageCrashed: 'The window stopped working.',
  pageCrashedDetail: 'Everything you saved is safe. Reload the window to go on.',
  notResponding: 'The window does not respond.',
  notRespondingDetail:
    'Everything you saved is safe. Wait, or reload the window; what you were typing may be lost.',
  wait: 'Wait',
  unexpected: 'Adiuva has to close',
  unexpectedDetail:
    'Something unexpected went wrong. Everything you saved is safe. Start Adiuva again; the log in its data folder says more.',
  startFailed: 'Adiuva could not start',
  startFailedDetail: 'Your data was not touched. Try again; if it stays, install Adiuva again.',
};

const ITALIAN: HostTexts = {
  about: 'Informazioni su Adiuva',
  settings: 'Impostazioni…',
  quit: 'Esci da Adiuva',
  file: 'File',
  quickAdd: 'Nuova attività…',
  importItems: 'Importa…',
  exportItems: 'Esporta…',
  closeWindow: 'Chiudi finestra',
  edit: 'Modifica',
  undo: 'Annulla',
  redo: 'Ripeti',
  cut: 'Taglia',
  copy: 'Copia',
  paste: 'Incolla',
  selectAll: 'Seleziona tutto',
  view: 'Vista',
  palette: 'Tavolozza dei comandi…',
  search: 'Cerca…',
  toggleSidebar: 'Mostra o nascondi la barra laterale',
  reload: 'Ricarica',
  zoomIn: 'Ingrandisci',
  zoomOut: 'Riduci',
  zoomReset: 'Dimensione reale',
  fullScreen: 'Schermo intero',
  window: 'Finestra',
  minimise: 'Riduci a icona',
  help: 'Aiuto',
  shortcuts: 'Scorciatoie da tastiera',
  open: 'Apri Adiuva',
  quickCapture: 'Cattura rapida…',
  pageCrashed: 'La finestra ha smesso di funzionare.',
  pageCrashedDetail: 'Tutto ciò che hai salvato è al sicuro. Ricarica la finestra per continuare.',
  notResponding: 'La finestra non risponde.',
  notRespondingDetail:
    'Tutto ciò che hai salvato è al sicuro. Attendi, o ricarica la finestra; quello che stavi scrivendo potrebbe andare perso.',
  wait: 'Attendi',
  unexpected: 'Adiuva deve chiudersi',
  unexpectedDetail:
    'Qualcosa è andato storto in modo imprevisto. Tutto ciò che hai salvato è al sicuro. Riavvia Adiuva; il registro nella sua cartella dati dice di più.',
  startFailed: 'Impossibile avviare Adiuva',
  startFailedDetail: 'I tuoi dati non sono stati toccati. Riprova; se continua, reinstalla Adiuva.',
};

/** `language` is the setting, `locale` the system's, such as `it-IT`. */
export function hostTexts(language: 'system' | 'en' | 'it', locale: string): HostTexts {
  const chosen = language === 'system' ? locale.slice(0, 2).toLowerCase() : language;
  return chosen === 'it' ? ITALIAN : ENGLISH;
}
