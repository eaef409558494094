import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import type { QuickJSContext, QuickJSRuntime } from 'quickjs-emscripten-core';
import type { SandboxLimits } from '#shared/contracts/plugin-protocol.ts';

/** The compiler's libraries for Node do not name it. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: { readonly Memory: new (size: { initial: number; maximum: number }) => object };
};

/** The compiled engine: a `WebAssembly.Module`. */
export type EngineModule = object;

const PAGES_A_MB = 16;
/** What the engine itself and its stack take; the module asks for no less to begin with. */
const ENGINE_MB = 16;

export type GuestEngine = { readonly runtime: QuickJSRuntime; readonly context: QuickJSContext };

/**
 * A QuickJS of its own for one run: a new instance of the compiled module, with a memory that cannot grow past the
 * limit whatever the code inside does. It is dropped as a whole after the run, so nothing is left to leak into the
 * next one and no state that an interrupted run has broken is used again.
 */
export async function openGuestEngine(
  module: EngineModule,
  limits: SandboxLimits,
  shouldStop: () => boolean,
): Promise<GuestEngine> {
  const wasmMemory = new WebAssembly.Memory({
    initial: ENGINE_MB * PAGES_A_MB,
    maximum: (ENGINE_MB + limits.memoryMb) * PAGES_A_MB,
  });
  const silent = (): void => undefined;
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, {
      wasmModule: () => module as never,
      wasmMemory: () => wasmMemory as never,
      log: silent,
      // An abort would otherwise be told on stderr, with whatever text it is about.
      emscriptenModule: { print: silent, printErr: silent } as object,
    }),
  );
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(limits.memoryMb * 1024 * 1024);
  runtime.setMaxStackSize(limits.stackKb * 1024);
  runtime.setInterruptHandler(shouldStop);
  return { runtime, context: runtime.newContext() };
}
