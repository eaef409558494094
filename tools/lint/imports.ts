import { parseSync, Visitor, type Node, type ParseResult } from 'oxc-parser';

/** One way in which a file reaches out: an import in any form, a worker's address, or a global that is a wire. */
export type Reach = {
  readonly kind: 'value' | 'type' | 'export-all' | 'computed' | 'url' | 'global';
  /** The specifier as written, or the global's name. */
  readonly target: string;
  readonly line: number;
};

type Found = Omit<Reach, 'line'> & { readonly at: number };

const WIRE_GLOBALS = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']);

function fromStatements({ module }: ParseResult): Found[] {
  const imports = module.staticImports.map(({ moduleRequest, entries, start }): Found => {
    const isType = entries.length > 0 && entries.every((entry) => entry.isType);
    return { kind: isType ? 'type' : 'value', target: moduleRequest.value, at: start };
  });
  const exports = module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap((entry): Found[] => {
      const { moduleRequest, importName } = entry;
      if (moduleRequest === null) return [];
      const isAll = importName.kind === 'AllButDefault' || importName.kind === 'All';
      const found: Found = { kind: entry.isType ? 'type' : 'value', target: moduleRequest.value, at: start };
      return isAll ? [{ ...found, kind: 'export-all' }, found] : [found];
    }),
  );
  return [...imports, ...exports];
}

function fromDynamicImports({ module }: ParseResult, source: string): Found[] {
  return module.dynamicImports.map(({ moduleRequest, start }) => {
    const written = source.slice(moduleRequest.start, moduleRequest.end);
    const literal = /^(['"`])([^'"`$]*)\1$/.exec(written)?.[2];
    return literal === undefined
      ? { kind: 'computed', target: written, at: start }
      : { kind: 'value', target: literal, at: start };
  });
}

function importedNames({ module }: ParseResult): Set<string> {
  return new Set(
    module.staticImports.flatMap(({ entries }) => entries.map(({ localName }) => localName.value)),
  );
}

/** The literal in `new URL('…', import.meta.url)`, which is how a worker's entry file is named. */
function addressLiteral(callee: Node, args: readonly Node[]): string | undefined {
  const [first, second] = args;
  if (callee.type !== 'Identifier' || callee.name !== 'URL') return undefined;
  if (second?.type !== 'MemberExpression' || second.object.type !== 'MetaProperty') return undefined;
  return first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined;
}

function wireGlobal(callee: Node): string | undefined {
  if (callee.type === 'Identifier') return WIRE_GLOBALS.has(callee.name) ? callee.name : undefined;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined;
  if (!['globalThis', 'window', 'self'].includes(callee.object.name)) return undefined;
  const { property } = callee;
  return property.type === 'Identifier' && WIRE_GLOBALS.has(property.name) ? property.name : undefined;
}

function fromExpressions(parsed: ParseResult): Found[] {
  const found: Found[] = [];
  const imported = importedNames(parsed);
  const noteCall = (callee: Node, at: number): void => {
    const name = wireGlobal(callee);
    if (name !== undefined && !imported.has(name)) found.push({ kind: 'global', target: name, at });
  };
  new Visitor({
    TSImportType: (node) => void found.push({ kind: 'type', target: node.source.value, at: node.start }),
    CallExpression: (node) => noteCall(node.callee, node.start),
    NewExpression: (node) => {
      noteCall(node.callee, node.start);
      const address = addressLiteral(node.callee, node.arguments);
      if (address !== undefined) found.push({ kind: 'url', target: address, at: node.start });
    },
  }).visit(parsed.program);
  return found;
}

/** Everything through which `source` reaches other files, packages and the network, in the order of its lines. */
export function findReaches(path: string, source: string): readonly Reach[] {
  const parsed = parseSync(path, source);
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${path} cannot be parsed: ${error.message}`);
  const found = [
    ...fromStatements(parsed),
    ...fromDynamicImports(parsed, source),
    ...fromExpressions(parsed),
  ];
  return found
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, ...reach }) => ({ ...reach, line: source.slice(0, at).split('\n').length }));
}
