import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The compiler's libraries for Node do not name it. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: { compile(bytes: Uint8Array): Promise<EngineModule> };
};

/** A `WebAssembly.Module`: threads share it. */
export type EngineModule = object;

const WASM = '@jitl/quickjs-wasmfile-release-sync/wasm';

/** Compiles the engine. Done once: all workers share the module, and with it the machine code. */
export async function compileEngine(): Promise<EngineModule> {
  const path = createRequire(import.meta.url).resolve(WASM);
  return WebAssembly.compile(new Uint8Array(await readFile(path)));
}
