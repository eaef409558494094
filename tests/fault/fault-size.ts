/** A nightly run asks for more. */
export function faultSize(sizes: { readonly ci: number; readonly nightly: number }): number {
  return process.env['ADIUVA_FAULT_SIZE'] === 'nightly' ? sizes.nightly : sizes.ci;
}

/** Told with the result, so that a failing run can be had again: `ADIUVA_FAULT_SEED`. */
export function faultSeed(): number {
  return Number(process.env['ADIUVA_FAULT_SEED'] ?? Date.now() % 1_000_000);
}
