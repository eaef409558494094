import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { z } from 'zod';
import { DATASET_LIMITS } from '#shared/contracts/datasets-worker.ts';
import { Refused } from '../refused.ts';
import { bootGuest } from './guest-boot.ts';

/** The compiler's libraries for Node do not name it. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    compile(bytes: Uint8Array): Promise<object>;
    readonly Memory: new (size: { initial: number; maximum: number }) => object;
  };
};

export type GuestRow = { readonly row: unknown; readonly number: number; readonly seed: number };
export type GuestAnswer =
  | { readonly value: unknown }
  | { readonly none: true }
  | { readonly error: string; readonly isStopped?: true };

/** Code of the person, in an engine with memory and time of its own and nothing else: no clock, no chance, no way out. */
export type GuestCode = {
  /** The place of the code; refused where it does not parse. */
  add(code: string): number;
  /** One answer a row. A row that takes too long or too much is stopped and the engine begun anew for the others. */
  run(place: number, rows: readonly GuestRow[], onRow: (place: number) => void): readonly GuestAnswer[];
};

const PAGES_A_MB = 16;
const ENGINE_MB = 16;
const answersSchema = z.array(
  z.union([
    z.strictObject({ value: z.unknown() }),
    z.strictObject({ none: z.literal(true) }),
    z.strictObject({ error: z.string() }),
  ]),
);

export async function openGuestCode(): Promise<GuestCode> {
  const path = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  const wasmModule = await WebAssembly.compile(new Uint8Array(await readFile(path)));
  const silent = (): void => undefined;
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, {
      wasmModule: () => wasmModule as never,
      wasmMemory: () =>
        new WebAssembly.Memory({
          initial: ENGINE_MB * PAGES_A_MB,
          maximum: (ENGINE_MB + 2 * DATASET_LIMITS.codeMemoryMb) * PAGES_A_MB,
        }) as never,
      log: silent,
      // An abort would otherwise be told on stderr, with whatever text it is about.
      emscriptenModule: { print: silent, printErr: silent } as object,
    }),
  );
  return new Guest(quickjs);
}

type Engine = {
  readonly context: QuickJSContext;
  readonly add: QuickJSHandle;
  readonly run: QuickJSHandle;
  dispose(): void;
};

/** What the engine threw past the person's code: an interruption, or that memory is out. */
class Stopped extends Error {}

class Guest implements GuestCode {
  readonly #quickjs: QuickJSWASMModule;
  readonly #codes: string[] = [];
  #engine: Engine | null = null;
  #deadlineMs = Infinity;
  #row = 0;
  #onRow: (place: number) => void = () => undefined;

  constructor(quickjs: QuickJSWASMModule) {
    this.#quickjs = quickjs;
  }

  add(code: string): number {
    this.#take(this.#engineNow(), code);
    return this.#codes.push(code) - 1;
  }

  run(place: number, rows: readonly GuestRow[], onRow: (place: number) => void): readonly GuestAnswer[] {
    const answers: GuestAnswer[] = [];
    let open = rows;
    let stops = 0;
    while (open.length > 0) {
      const from = rows.length - open.length;
      this.#onRow = (at) => onRow(from + at);
      const done = this.#some(place, open);
      answers.push(...done);
      open = open.slice(done.length);
      if (done.length > 0 && isStopped(done.at(-1))) stops += 1;
      // Code that ends nowhere is not tried on each of a hundred thousand rows.
      if (stops >= DATASET_LIMITS.stuckRecords) return [...answers, ...open.map(() => stopped())];
    }
    return answers;
  }

  /** Answers as far as it comes: all, or up to and with the row that had to be stopped. */
  #some(place: number, rows: readonly GuestRow[]): readonly GuestAnswer[] {
    try {
      return this.#call(place, rows);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      this.#drop();
      const at = this.#row;
      // Once more, those before it: their answers went with the engine.
      const before = at === 0 ? [] : this.#some(place, rows.slice(0, at));
      return [...before, stopped()];
    }
  }

  #call(place: number, rows: readonly GuestRow[]): readonly GuestAnswer[] {
    const { context, run } = this.#engineNow();
    const args = [
      context.newNumber(place),
      context.newString(JSON.stringify(rows.map(({ row }) => row))),
      context.newString(JSON.stringify(rows.map(({ number, seed }) => ({ number, seed })))),
    ];
    this.#row = 0;
    this.#begin();
    const result = context.callFunction(run, context.undefined, ...args);
    this.#deadlineMs = Infinity;
    for (const arg of args) arg.dispose();
    if (result.error) {
      result.error.dispose();
      throw new Stopped();
    }
    const text = result.value.consume((handle) => context.getString(handle));
    const answers = answersSchema.safeParse(JSON.parse(text));
    if (!answers.success || answers.data.length !== rows.length) throw new Stopped();
    return answers.data;
  }

  #begin(): void {
    this.#deadlineMs = performance.now() + DATASET_LIMITS.codeMs;
  }

  #engineNow(): Engine {
    if (this.#engine !== null) return this.#engine;
    const engine = this.#open();
    this.#engine = engine;
    for (const code of this.#codes) this.#take(engine, code);
    return engine;
  }

  #open(): Engine {
    const runtime = this.#quickjs.newRuntime();
    runtime.setMemoryLimit(DATASET_LIMITS.codeMemoryMb * 1024 * 1024);
    runtime.setMaxStackSize(DATASET_LIMITS.codeStackKb * 1024);
    runtime.setInterruptHandler(() => performance.now() > this.#deadlineMs);
    const context = runtime.newContext();
    const tick = context.newFunction('tick', (place) => {
      this.#row = context.getNumber(place);
      this.#begin();
      this.#onRow(this.#row);
    });
    const boot = context.unwrapResult(context.evalCode(`(${bootGuest.toString()})`, 'adiuva.js'));
    const runner = context.unwrapResult(context.callFunction(boot, context.undefined, tick));
    const add = context.getProp(runner, 'add');
    const run = context.getProp(runner, 'run');
    const handles = [tick, boot, runner, add, run];
    const dispose = (): void => {
      for (const handle of handles) handle.dispose();
      context.dispose();
      runtime.dispose();
    };
    return { context, add, run, dispose };
  }

  #take({ context, add }: Engine, code: string): void {
    const result = context
      .newString(code)
      .consume((handle) => context.callFunction(add, context.undefined, handle));
    if (!result.error) return result.value.dispose();
    const message = result.error.consume((error) =>
      context.getProp(error, 'message').consume(context.getString),
    );
    throw new Refused(`the code does not parse: ${message}`);
  }

  #drop(): void {
    const { dispose } = this.#engine ?? {};
    this.#engine = null;
    dispose?.();
  }
}

function stopped(): GuestAnswer {
  return {
    error: `the code was stopped: it took longer than ${DATASET_LIMITS.codeMs} ms or more memory than it may have`,
    isStopped: true,
  };
}

function isStopped(answer: GuestAnswer | undefined): boolean {
  return answer !== undefined && 'isStopped' in answer;
}
