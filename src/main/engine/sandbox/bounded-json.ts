const MAX_DEPTH = 100;

export type ParsedJson =
  | { readonly isOk: true; readonly value: unknown }
  | { readonly isOk: false; readonly why: string };

/** Parses text from a stranger: limited in depth, and without keys that could reach a prototype when copied. */
export function parseBoundedJson(text: string): ParsedJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { isOk: false, why: 'is not JSON' };
  }
  const why = findFault(value);
  return why === undefined ? { isOk: true, value } : { isOk: false, why };
}

/** Level by level, so that depth costs no stack. */
function findFault(root: unknown): string | undefined {
  let level: object[] = isObject(root) ? [root] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
    if (level.some((one) => Object.hasOwn(one, '__proto__'))) return 'carries a key named __proto__';
    level = level.flatMap((one) => (Object.values(one) as unknown[]).filter(isObject));
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
