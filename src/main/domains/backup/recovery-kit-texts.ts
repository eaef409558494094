export type KitLanguage = 'en' | 'it';

export type KitTexts = {
  readonly title: string;
  readonly intro: string;
  readonly vault: string;
  readonly place: string;
  readonly device: string;
  readonly newest: string;
  readonly none: string;
  readonly made: string;
  readonly words: string;
  readonly noWords: string;
  readonly howTitle: string;
  readonly how: readonly string[];
  readonly care: string;
};

/** Plain words for a moment in which there is no computer at hand that could explain more. */
export const KIT_TEXTS: Readonly<Record<KitLanguage, KitTexts>> = {
  en: {
    title: 'Adiuva recovery kit',
    intro: 'With this page and the twelve words everything comes back on another computer.',
    vault: 'Vault',
    place: 'Place',
    device: 'Made on',
    newest: 'Newest backup',
    none: 'none yet',
    made: 'Printed',
    words: 'The twelve words',
    noWords: 'The twelve words are not on this page. Write them here by hand:',
    howTitle: 'How to restore',
    how: [
      '1. Install Adiuva and start it with an empty folder.',
      '2. Choose "Restore from a backup".',
      '3. Enter the place above, with the password or account that belongs to it.',
      '4. Enter the twelve words in their order and choose a point in time.',
    ],
    care: 'Whoever has this page and reaches the place can read all of it. Keep it where you keep your passport. Nobody can make the words again.',
  },
  it: {
    title: 'Kit di ripristino di Adiuva',
    intro: 'Con questa pagina e le dodici parole tutto torna su un altro computer.',
    vault: 'Archivio',
    place: 'Luogo',
    device: 'Creato su',
    newest: 'Ultimo backup',
    none: 'ancora nessuno',
    made: 'Stampato',
    words: 'Le dodici parole',
    noWords: 'Le dodici parole non sono su questa pagina. Scrivile qui a mano:',
    howTitle: 'Ripristino',
    how: [
      '1. Installa Adiuva e avvialo con una cartella vuota.',
      '2. Scegli "Ripristina da un backup".',
      '3. Inserisci il luogo indicato sopra, con la sua password o il suo account.',
      '4. Inserisci le dodici parole nel loro ordine e scegli un momento.',
    ],
    care: 'Chi ha questa pagina e raggiunge il luogo può leggere tutto. Conservala come il passaporto. Nessuno può ricreare le parole.',
  },
};
