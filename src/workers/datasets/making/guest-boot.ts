/** What the guest's own script is given by us: no function of it reaches anything but the counter of rows. */
type Tick = (place: number) => void;
type GuestFunction = (row: unknown, number: number) => unknown;
export type GuestRunner = {
  /** Takes up code and answers its place; throws where it does not parse. */
  add(code: string): number;
  /** JSON of a list of rows and of one of their numbers and seeds; answers JSON of one answer a row. */
  run(place: number, rows: string, facts: string): string;
};

/**
 * Carried over as its own source text, so it may use nothing but its argument and the language. What it needs of the
 * language it takes before the person's code can change it.
 */
// oxlint-disable-next-line max-lines-per-function -- one source text
export function bootGuest(tick: Tick): GuestRunner {
  const { parse, stringify } = JSON;
  const { imul } = Math;
  const MakeFunction = Function;
  const NativeDate = Date;
  const functions: GuestFunction[] = [];
  let state = 0;
  // splitmix32, as outside: a record is the same whenever it is made.
  Math.random = () => {
    state = (state + 0x9e3779b9) | 0;
    let hash = state;
    hash = imul(hash ^ (hash >>> 16), 0x21f0aaad);
    hash = imul(hash ^ (hash >>> 15), 0x735a2d97);
    return ((hash ^ (hash >>> 15)) >>> 0) / 4294967296;
  };
  const noClock = (): never => {
    throw new TypeError('there is no clock here: say which date is meant');
  };
  globalThis.Date = new Proxy(NativeDate, {
    apply: noClock,
    construct: (target, args) => (args.length === 0 ? noClock() : Reflect.construct(target, args)),
  });
  NativeDate.now = noClock;

  const compile = (code: string): GuestFunction => {
    try {
      return MakeFunction('row', 'number', `return (${code}\n)`) as GuestFunction;
    } catch {
      // Statements: what is returned, or else the last expression, is the value.
      const body = MakeFunction('row', 'number', code) as GuestFunction;
      const asScript = MakeFunction('row', 'number', '$code', 'return eval($code)') as (
        ...args: unknown[]
      ) => unknown;
      try {
        // Only read, not run: a return of its own is no part of a script.
        asScript(null, 0, `if (false) {${code}\n}`);
      } catch {
        return body;
      }
      return (row, number) => asScript(row, number, code);
    }
  };
  const answer = (run: GuestFunction, row: unknown, number: number): string => {
    try {
      const value = run(row, number);
      const text = stringify(value);
      return text === undefined ? '{"none":true}' : `{"value":${text}}`;
    } catch (error) {
      const told = error as { readonly message?: unknown } | null;
      return stringify({ error: String(told?.message ?? error).slice(0, 300) });
    }
  };
  return {
    add: (code) => functions.push(compile(code)) - 1,
    run: (place, rowsText, factsText) => {
      const rows = parse(rowsText) as unknown[];
      const facts = parse(factsText) as { readonly number: number; readonly seed: number }[];
      let answers = '';
      for (let at = 0; at < rows.length; at += 1) {
        tick(at);
        const fact = facts[at];
        const run = functions[place];
        if (fact === undefined || run === undefined) break;
        state = fact.seed;
        answers += (at === 0 ? '' : ',') + answer(run, rows[at], fact.number);
      }
      return `[${answers}]`;
    },
  };
}
