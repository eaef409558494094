import type { ColumnMapping, ImportKind } from '#shared/contracts/imports.ts';
import { nameKey } from './draft-text.ts';

export type CsvKind = Extract<ImportKind, 'tasks-csv' | 'clients-csv' | 'projects-csv'>;

/** The fields that a column can be mapped to, each with the headings (English and Italian) it is known by. */
const TASK_FIELDS = {
  id: ['id', 'task id', 'uuid', 'key', 'codice'],
  title: [
    'title',
    'task',
    'name',
    'task name',
    'summary',
    'subject',
    'content',
    'what',
    'to do',
    'todo',
    'titolo',
    'attività',
    'attivita',
    'compito',
    'nome',
    'oggetto',
    'cosa',
  ],
  description: [
    'description',
    'notes',
    'note',
    'details',
    'body',
    'comment',
    'comments',
    'descrizione',
    'dettagli',
    'commento',
  ],
  project: ['project', 'project name', 'list', 'progetto', 'nome progetto', 'lista'],
  client: ['client', 'customer', 'client name', 'account', 'company', 'cliente', 'azienda', 'nome cliente'],
  parent: ['parent', 'parent task', 'parent id', 'attività principale', 'attivita principale'],
  status: ['status', 'state', 'stage', 'stato', 'fase'],
  priority: ['priority', 'importance', 'priorità', 'priorita', 'importanza', 'urgenza'],
  dueDate: [
    'due',
    'due date',
    'deadline',
    'due on',
    'date',
    'end date',
    'scadenza',
    'data scadenza',
    'data di scadenza',
    'data',
    'entro',
  ],
  dueTime: ['due time', 'time', 'ora', 'orario', 'ora scadenza'],
  plannedDate: [
    'planned',
    'planned date',
    'start',
    'start date',
    'scheduled',
    'do date',
    'pianificata',
    'data pianificata',
    'data inizio',
    'inizio',
  ],
  estimateMinutes: [
    'estimate',
    'estimated time',
    'effort',
    'duration',
    'time estimate',
    'estimate minutes',
    'minutes',
    'stima',
    'durata',
    'tempo stimato',
    'minuti',
  ],
  estimateHours: ['hours', 'estimated hours', 'estimate hours', 'ore', 'ore stimate'],
  tags: [
    'tags',
    'tag',
    'labels',
    'label',
    'category',
    'categories',
    'etichette',
    'etichetta',
    'categoria',
    'categorie',
  ],
  checklist: ['checklist', 'check list', 'lista di controllo'],
  recurrence: ['recurrence', 'rrule', 'repeat', 'repeats', 'ricorrenza', 'ripeti'],
  completedAt: [
    'completed',
    'completed at',
    'completed on',
    'done',
    'finished',
    'closed',
    'completata',
    'completato',
    'fatto',
    'fatta',
    'data completamento',
  ],
  createdAt: ['created', 'created at', 'created on', 'added', 'creata', 'creato', 'data creazione'],
} as const;

const CLIENT_FIELDS = {
  id: ['id', 'client id', 'uuid', 'key', 'codice'],
  name: [
    'name',
    'client',
    'client name',
    'company',
    'company name',
    'customer',
    'organisation',
    'organization',
    'business name',
    'nome',
    'cliente',
    'azienda',
    'ragione sociale',
    'denominazione',
    'società',
  ],
  email: ['email', 'e-mail', 'mail', 'email address', 'posta elettronica', 'indirizzo email'],
  phone: [
    'phone',
    'telephone',
    'tel',
    'mobile',
    'phone number',
    'telefono',
    'cellulare',
    'numero di telefono',
  ],
  website: ['website', 'web', 'site', 'url', 'homepage', 'sito', 'sito web'],
  taxId: [
    'tax id',
    'vat',
    'vat number',
    'vat id',
    'tax number',
    'ein',
    'partita iva',
    'p iva',
    'p.iva',
    'piva',
    'codice fiscale',
    'cf',
  ],
  language: ['language', 'lang', 'locale', 'lingua'],
  currency: ['currency', 'valuta', 'moneta'],
  hourlyRate: ['hourly rate', 'rate', 'hourly', 'tariffa', 'tariffa oraria', 'prezzo orario'],
  street: ['street', 'address', 'street address', 'address line 1', 'indirizzo', 'via'],
  city: ['city', 'town', 'città', 'citta', 'comune'],
  postalCode: ['postal code', 'postcode', 'zip', 'zip code', 'cap', 'codice postale'],
  region: ['region', 'state', 'province', 'county', 'provincia', 'regione'],
  country: ['country', 'nation', 'paese', 'nazione', 'stato'],
  contactName: [
    'contact',
    'contact name',
    'contact person',
    'full name',
    'referente',
    'contatto',
    'nome referente',
  ],
  contactRole: ['role', 'contact role', 'position', 'job title', 'ruolo', 'qualifica'],
  contactEmail: ['contact email', 'email referente'],
  contactPhone: ['contact phone', 'telefono referente'],
  notes: ['notes', 'note', 'description', 'comments', 'descrizione', 'annotazioni'],
  tags: ['tags', 'tag', 'labels', 'category', 'etichette', 'categoria'],
  colour: ['colour', 'color', 'colore'],
  isArchived: ['archived', 'is archived', 'inactive', 'archiviato', 'archiviata'],
} as const;

const PROJECT_FIELDS = {
  id: ['id', 'project id', 'uuid', 'key', 'codice'],
  name: ['name', 'project', 'project name', 'title', 'nome', 'progetto', 'nome progetto', 'titolo'],
  description: ['description', 'notes', 'note', 'details', 'descrizione', 'dettagli'],
  client: ['client', 'customer', 'client name', 'company', 'account', 'cliente', 'azienda', 'nome cliente'],
  status: ['status', 'state', 'stage', 'stato', 'fase'],
  colour: ['colour', 'color', 'colore'],
  budget: ['budget', 'amount', 'price', 'value', 'fee', 'importo', 'prezzo', 'valore', 'compenso'],
  currency: ['currency', 'valuta', 'moneta'],
  budgetHours: [
    'budget hours',
    'hours',
    'planned hours',
    'estimated hours',
    'ore',
    'ore previste',
    'monte ore',
  ],
  startDate: ['start', 'start date', 'begin', 'started', 'inizio', 'data inizio', 'data di inizio'],
  dueDate: [
    'due',
    'due date',
    'deadline',
    'end',
    'end date',
    'scadenza',
    'data scadenza',
    'fine',
    'data fine',
    'consegna',
  ],
  tags: ['tags', 'tag', 'labels', 'category', 'etichette', 'categoria'],
  isPinned: ['pinned', 'favourite', 'favorite', 'starred', 'preferito'],
  isArchived: ['archived', 'is archived', 'archiviato'],
  completedAt: ['completed', 'completed at', 'completed on', 'completato', 'completata'],
} as const;

export const CSV_FIELDS = {
  'tasks-csv': TASK_FIELDS,
  'clients-csv': CLIENT_FIELDS,
  'projects-csv': PROJECT_FIELDS,
} as const satisfies Record<CsvKind, Readonly<Record<string, readonly string[]>>>;

export const CSV_KINDS = ['tasks-csv', 'clients-csv', 'projects-csv'] as const satisfies readonly CsvKind[];

export function isCsvKind(kind: ImportKind): kind is CsvKind {
  return (CSV_KINDS as readonly string[]).includes(kind);
}

/** The field each row must have. */
export function requiredField(kind: CsvKind): string {
  return kind === 'tasks-csv' ? 'title' : 'name';
}

/** Which column goes to which field, by the headings; a field takes the column whose heading names it best. */
export function proposeColumns(kind: CsvKind, header: readonly string[]): Record<string, string> {
  const columns: Record<string, string> = {};
  const free = new Map(header.map((heading) => [heading, headingKey(heading)]));
  // Aliases stand in order of fitness, so every field is offered its best heading before any its second best.
  const fields = Object.entries<readonly string[]>({ ...CSV_FIELDS[kind] });
  const depth = Math.max(...fields.map(([, aliases]) => aliases.length));
  const taken = new Set<string>();
  for (let rank = -1; rank < depth; rank += 1) {
    for (const [field, aliases] of fields) {
      const wanted = rank < 0 ? headingKey(field) : aliases[rank];
      if (wanted === undefined || taken.has(field)) continue;
      const heading = [...free].find(([, key]) => key === wanted)?.[0];
      if (heading === undefined) continue;
      columns[heading] = field;
      free.delete(heading);
      taken.add(field);
    }
  }
  return columns;
}

/** How many headings a kind knows: what guessing the kind of a CSV file goes by. Null where it lacks its main field. */
export function headerFit(kind: CsvKind, header: readonly string[]): number | null {
  const fields = Object.values(proposeColumns(kind, header));
  return fields.includes(requiredField(kind)) ? fields.length : null;
}

export function emptyMapping(columns: Record<string, string>): ColumnMapping {
  return { columns, dateOrder: 'ymd', values: {} };
}

/** `Due_Date`, `dueDate` and `due date:` are one heading. */
function headingKey(heading: string): string {
  return nameKey(
    heading
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/[_-]+/g, ' ')
      .replace(/[*:?]+\s*$/, '')
      .replace(/^\ufeff/, ''),
  );
}
