/** The languages that made-up names, towns and companies are to be had in. */
export const LOCALES = ['en', 'it', 'de', 'fr', 'es'] as const;
