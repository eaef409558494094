import type { Faker } from '@faker-js/faker';

/** A value that a property's name asks for. */
export type Hint = (faker: Faker) => unknown;
type Row = readonly [names: RegExp, hint: Hint];

/** A name's words are its parts at capitals, _ and -, in small letters without accents, with one blank between. */
export function wordsOf(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** The first that fits is taken, so the narrower stand above. English, Italian, German, French and Spanish. */
const TEXTS: readonly Row[] = [
  [/\b(e ?mails?|mail|posta|correo|courriel)\b/, (faker) => faker.internet.email().toLowerCase()],
  [
    /\b(user ?name|login|nickname|nome utente|benutzername|usuario|utilisateur|handle)\b/,
    (faker) => faker.internet.username(),
  ],
  [/\b(first ?name|given ?name|vorname|prenom|nombre de pila)\b/, (faker) => faker.person.firstName()],
  [
    /\b(last ?name|sur ?name|family ?name|cognome|nachname|apellidos?|nom de famille)\b/,
    (faker) => faker.person.lastName(),
  ],
  [
    /\b(phone|mobile|telephone|telefono|telefon|telephone|cellulare|handy|movil|fax)( number| nummer)?\b/,
    (faker) => faker.phone.number(),
  ],
  [
    /\b(company|azienda|firma|societa|unternehmen|entreprise|empresa|organi[sz]ation|employer|vendor|supplier|fornitore|brand|marca)\b/,
    (faker) => faker.company.name(),
  ],
  [/\b(url|website|homepage|link|sito|webseite|site web|sitio)\b/, (faker) => faker.internet.url()],
  [/\b(domain|dominio|host ?name)\b/, (faker) => faker.internet.domainName()],
  [/\b(ip|ip address|indirizzo ip)\b/, (faker) => faker.internet.ipv4()],
  [
    /\b(zip|zip ?code|postal ?code|postcode|cap|plz|postleitzahl|code postal|codigo postal)\b/,
    (faker) => faker.location.zipCode(),
  ],
  [
    /\b(street|via|strasse|rue|calle|address|indirizzo|adresse|direccion)\b/,
    (faker) => faker.location.streetAddress(),
  ],
  [/\b(city|town|citta|comune|stadt|ort|ville|ciudad)\b/, (faker) => faker.location.city()],
  [/\b(country ?code|codice paese|landercode|code pays)\b/, (faker) => faker.location.countryCode()],
  [/\b(country|paese|nazione|land|pays|pais|nation)\b/, (faker) => faker.location.country()],
  [/\b(state|province|provincia|region|regione|bundesland|departement)\b/, (faker) => faker.location.state()],
  [/\b(iban)\b/, (faker) => faker.finance.iban()],
  [/\b(bic|swift)\b/, (faker) => faker.finance.bic()],
  [/\b(currency|valuta|wahrung|devise|moneda)\b/, (faker) => faker.finance.currencyCode()],
  [
    /\b(job|role|position|profession|professione|ruolo|beruf|metier|puesto|job title)\b/,
    (faker) => faker.person.jobTitle(),
  ],
  [
    /\b(product|prodotto|produkt|produit|producto|item|article|articolo)( name)?\b/,
    (faker) => faker.commerce.productName(),
  ],
  [
    /\b(department|category|reparto|categoria|abteilung|kategorie|categorie)\b/,
    (faker) => faker.commerce.department(),
  ],
  [/\b(colou?r|colore|farbe|couleur)\b/, (faker) => faker.color.human()],
  [/\b(uuid|guid)\b/, (faker) => faker.string.uuid()],
  [
    /\b(sku|code|codice|kode|codigo|reference|riferimento|referenz|token|key)\b/,
    (faker) => faker.string.alphanumeric({ length: 8, casing: 'upper' }),
  ],
  [
    /\b(id|identifier|identificativo|kennung)$/,
    (faker) => faker.string.alphanumeric({ length: 12, casing: 'lower' }),
  ],
  [
    /\b(birth ?day|birth ?date|date of birth|data di nascita|geburtsdatum|geburtstag)\b/,
    (faker) => day(faker.date.birthdate()),
  ],
  [
    /\b(\w* at|timestamp|created|updated|datetime|date time)$/,
    (faker) => faker.date.recent({ days: 730 }).toISOString(),
  ],
  [
    /\b(date|data|datum|fecha|day|giorno|tag|jour|dia|deadline|due|scadenza)\b/,
    (faker) => day(faker.date.recent({ days: 730 })),
  ],
  [/\b(gender|sex|sesso|genere|geschlecht|genre)\b/, (faker) => faker.person.sex()],
  [
    /\b(language|lingua|sprache|langue|idioma|locale)\b/,
    (faker) => faker.helpers.arrayElement(['en', 'it', 'de', 'fr', 'es']),
  ],
  [
    /\b(title|subject|headline|titolo|oggetto|titel|betreff|titre|sujet|objet|asunto|titulo)\b/,
    (faker) => sentence(faker, 3, 7),
  ],
  [
    /\b(summary|abstract|riassunto|zusammenfassung|resume|resumen|note|notes|comment|commento|kommentar)\b/,
    (faker) => sentence(faker, 8, 16),
  ],
  [
    /\b(description|body|message|text|content|descrizione|messaggio|testo|beschreibung|nachricht|texte|mensaje|texto|question|answer|review|domanda|risposta)\b/,
    (faker) => faker.lorem.sentences({ min: 1, max: 4 }),
  ],
  [/\b(slug)\b/, (faker) => faker.lorem.slug()],
  [/\b(tags?|keywords?|labels?|etichett[ae]|topic|tema|argomento)\b/, (faker) => faker.lorem.word()],
  [
    /\b(author|autore|autor|auteur|customer|cliente|kunde|client|owner|assignee|person|persona|full name|contact|contatto|patient|paziente|employee|dipendente|manager|user|sender|recipient)\b/,
    (faker) => faker.person.fullName(),
  ],
  [/\b(name|nome|nom|nombre)$/, (faker) => faker.person.fullName()],
];

const NUMBERS: readonly Row[] = [
  [/\b(age|eta|alter|edad)\b/, (faker) => faker.number.int({ min: 18, max: 90 })],
  [/\b(year|anno|jahr|annee|ano)\b/, (faker) => faker.number.int({ min: 1990, max: 2026 })],
  [
    /\b(price|amount|cost|total|prezzo|importo|costo|totale|preis|betrag|prix|montant|precio|salary|stipendio)\b/,
    (faker) => faker.number.float({ min: 1, max: 1000, fractionDigits: 2 }),
  ],
  [/\b(latitude|lat|latitudine)\b/, (faker) => faker.location.latitude()],
  [/\b(longitude|lng|lon|longitudine)\b/, (faker) => faker.location.longitude()],
  [/\b(rating|stars|stelle|voto|score|punteggio)\b/, (faker) => faker.number.int({ min: 1, max: 5 })],
  [/\b(percent|percentage|percentuale|prozent)\b/, (faker) => faker.number.int({ min: 0, max: 100 })],
  [
    /\b(quantity|qty|count|quantita|menge|anzahl|quantite|cantidad)\b/,
    (faker) => faker.number.int({ min: 1, max: 50 }),
  ],
  [/\b(port|porta)\b/, (faker) => faker.internet.port()],
];

export function textHint(name: string): Hint {
  const words = wordsOf(name);
  return TEXTS.find(([names]) => names.test(words))?.[1] ?? ((faker) => sentence(faker, 2, 4));
}

export function numberHint(name: string): Hint | null {
  const words = wordsOf(name);
  return NUMBERS.find(([names]) => names.test(words))?.[1] ?? null;
}

function sentence(faker: Faker, min: number, max: number): string {
  return faker.lorem.sentence({ min, max }).replace(/\.$/, '');
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
