import type { JsonSchema } from '#shared/contracts/models.ts';

const text = (maxLength: number, more: object = {}): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  ...more,
});
const among = (...values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });
const integer = (minimum: number, maximum: number): JsonSchema => ({ type: 'integer', minimum, maximum });
const money: JsonSchema = { type: 'number', minimum: 0, maximum: 10_000, multipleOf: 0.01 };

type ColumnRule = { readonly words: RegExp; readonly schema: JsonSchema };

/** What a column of that name mostly holds, in English and Italian; the first that fits. */
const RULES: readonly ColumnRule[] = [
  {
    words: /(^|_)(priority|urgency|priorita|urgenza|severity|gravita)$/,
    schema: among('low', 'medium', 'high', 'urgent'),
  },
  {
    words: /(^|_)(sentiment|mood|tone|sentimento|umore|tono)$/,
    schema: among('positive', 'neutral', 'negative'),
  },
  { words: /(^|_)(status|state|stato)$/, schema: among('open', 'in_progress', 'closed') },
  { words: /(^|_)(rating|stars|score|voto|stelle|punteggio|valutazione)$/, schema: integer(1, 5) },
  { words: /(^|_)(email|e_mail|mail)$/, schema: { type: 'string', format: 'email' } },
  { words: /(^|_)(url|website|link|sito)$/, schema: { type: 'string', format: 'uri' } },
  {
    words: /(^|_)(timestamp|datetime|created_at|updated_at|time|ora|orario)$/,
    schema: { type: 'string', format: 'date-time' },
  },
  {
    words: /(^|_)(date|day|birthday|deadline|data|giorno|scadenza|nascita)$|^(date|data)_/,
    schema: { type: 'string', format: 'date' },
  },
  { words: /(^|_)(uuid|guid)$/, schema: { type: 'string', format: 'uuid' } },
  { words: /(^|_)(id|number|code|numero|codice)$/, schema: text(20, { pattern: '^[A-Z]{2}-[0-9]{5}$' }) },
  { words: /(^|_)(phone|telephone|mobile|telefono|cellulare)$/, schema: text(30) },
  {
    words: /(^|_)(price|amount|total|cost|salary|revenue|budget|prezzo|importo|totale|costo|stipendio)$/,
    schema: money,
  },
  { words: /(^|_)(age|eta)$/, schema: integer(18, 90) },
  { words: /(^|_)(quantity|count|amounts|stock|quantita|pezzi|scorta)$/, schema: integer(1, 100) },
  { words: /(^|_)(year|anno)$/, schema: integer(1990, 2030) },
  { words: /(^|_)(percent|percentage|share|percentuale|quota)$/, schema: integer(0, 100) },
  {
    words: /^(is|has)_|(^|_)(active|enabled|resolved|paid|attivo|risolto|pagato)$/,
    schema: { type: 'boolean' },
  },
  {
    words: /(^|_)(tags|labels|keywords|etichette|parole_chiave)$/,
    schema: { type: 'array', items: text(30), minItems: 1, maxItems: 4 },
  },
  { words: /(^|_)(language|lang|lingua)$/, schema: among('en', 'it') },
  { words: /(^|_)(currency|valuta)$/, schema: among('EUR', 'USD', 'GBP') },
  { words: /(^|_)(gender|sex|genere|sesso)$/, schema: among('female', 'male', 'other') },
  {
    words:
      /(^|_)(message|body|text|content|description|comment|answer|reply|summary|review|notes|messaggio|testo|contenuto|descrizione|commento|risposta|riassunto|recensione|note)$/,
    schema: text(2_000),
  },
  { words: /(^|_)(subject|title|question|headline|oggetto|titolo|domanda)$/, schema: text(150) },
];

/** Anything else is a short text, for which the generator takes a hint from the name. */
export function columnFor(name: string): JsonSchema {
  return RULES.find(({ words }) => words.test(name))?.schema ?? text(100);
}

/** Words after which columns are named, as alternatives of a pattern. */
export const COLUMNS_FOLLOW = 'with|including|containing|having|con';

type RecordKind = { readonly title: string; readonly words: RegExp; readonly columns: readonly string[] };

export const KINDS_OF_RECORDS: readonly RecordKind[] = [
  {
    title: 'Support tickets',
    words: /\btickets?\b|\bsupport requests?\b|richieste di (assistenza|supporto)/i,
    columns: ['subject', 'message'],
  },
  { title: 'Reviews', words: /\breviews?\b|\brecension[ei]\b/i, columns: ['title', 'review', 'rating'] },
  {
    title: 'Orders',
    words: /\borders\b|\bordini\b/i,
    columns: ['order_number', 'customer', 'date', 'total'],
  },
  {
    title: 'Invoices',
    words: /\binvoices?\b|\bfattur[ae]\b/i,
    columns: ['invoice_number', 'customer', 'date', 'total'],
  },
  {
    title: 'Products',
    words: /\bproducts?\b|\bprodott[oi]\b|\barticoli in vendita\b/i,
    columns: ['name', 'category', 'price', 'description'],
  },
  {
    title: 'E-mails',
    words: /\be-?mails?\b(?! address)|\bposta elettronica\b/i,
    columns: ['from_email', 'subject', 'body'],
  },
  {
    title: 'Questions and answers',
    words: /\bquestions?\b|\bQ&A\b|\bdomande\b/i,
    columns: ['question', 'answer'],
  },
  {
    title: 'People',
    words:
      /\b(people|persons|users|customers|employees|contacts|patients|students)\b|\b(persone|utenti|clienti|dipendenti|contatti|pazienti|studenti)\b/i,
    columns: ['name', 'email'],
  },
  { title: 'Events', words: /\bevents\b|\beventi\b/i, columns: ['title', 'date', 'place'] },
  {
    title: 'Transactions',
    words: /\btransactions\b|\bpayments\b|\btransazioni\b|\bpagamenti\b/i,
    columns: ['transaction_id', 'date', 'amount', 'currency'],
  },
  {
    title: 'Articles',
    words: /\b(articles|posts|news)\b|\b(articoli|notizie)\b/i,
    columns: ['title', 'summary', 'text'],
  },
];

export const LANGUAGES: readonly { readonly code: string; readonly words: RegExp }[] = [
  { code: 'en', words: /\b(english|inglese)\b/i },
  { code: 'it', words: /\b(italian|italiano)\b/i },
  { code: 'de', words: /\b(german|tedesco)\b/i },
  { code: 'fr', words: /\b(french|francese)\b/i },
  { code: 'es', words: /\b(spanish|spagnolo)\b/i },
];
