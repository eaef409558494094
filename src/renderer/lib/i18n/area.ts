import type { en } from './en/index.ts';

/** English is the measure: every other language has exactly its areas and keys, or it does not compile. */
export type Catalogue = { readonly [A in keyof typeof en]: Readonly<Record<keyof (typeof en)[A], string>> };

export type Area<A extends keyof typeof en> = Catalogue[A];
