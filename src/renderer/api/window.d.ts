import type { AdiuvaBridge } from '#shared/contracts/ipc.ts';

declare global {
  interface Window {
    /** Present where the preload script has run. */
    readonly adiuva?: AdiuvaBridge;
  }
}
