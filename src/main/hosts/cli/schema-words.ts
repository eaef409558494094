/** What a JSON Schema asks of one value, for people: `text, 3 to 120 characters`, `low | high`, `list of whole number`. */
export function schemaWords(schema: unknown): string {
  const part = Object(schema) as Readonly<Record<string, unknown>>; // read key by key
  if (schema === false) return 'never there';
  if (typeof part['$ref'] === 'string') return part['$ref'].split('/').at(-1) ?? '';
  if (Array.isArray(part['enum'])) return part['enum'].map(plainValue).join(' | ');
  if ('const' in part) return `always ${plainValue(part['const'])}`;
  for (const key of ['anyOf', 'oneOf'] as const) {
    const ways = part[key];
    if (Array.isArray(ways)) return ways.map(schemaWords).join(' or ');
  }
  const types: readonly unknown[] = Array.isArray(part['type']) ? part['type'] : [part['type']];
  return [types.map((type) => typeWords(type, part)).join(' or '), ...bounds(part)].join(', ');
}

/** As it stands in a line: texts bare, everything else as JSON. */
export function plainValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'yes or no',
  null: 'nothing',
};

function typeWords(type: unknown, part: Readonly<Record<string, unknown>>): string {
  if (type === 'array') return 'items' in part ? `list of ${schemaWords(part['items'])}` : 'list';
  if (type === 'object') {
    const names = Object.keys(Object(part['properties']));
    return names.length === 0 ? 'object' : `object of ${names.join(', ')}`;
  }
  if (type === 'string' && typeof part['format'] === 'string') return part['format'];
  return WORDS[String(type)] ?? 'anything';
}

const RANGES = [
  ['minimum', 'maximum', ''],
  ['minLength', 'maxLength', ' characters'],
  ['minItems', 'maxItems', ' entries'],
] as const;

function bounds(part: Readonly<Record<string, unknown>>): readonly string[] {
  const ranges = RANGES.flatMap(([least, most, unit]) => {
    const [from, to] = [part[least], part[most]];
    if (typeof from === 'number' && typeof to === 'number') return [`${from} to ${to}${unit}`];
    if (typeof from === 'number') return [`at least ${from}${unit}`];
    return typeof to === 'number' ? [`at most ${to}${unit}`] : [];
  });
  const pattern = part['pattern'];
  return typeof pattern === 'string' ? [...ranges, `like ${pattern}`] : ranges;
}
