/** A JSON Schema document (draft 2020-12), as models and forms read it. */
export type JsonSchema = { readonly [keyword: string]: unknown };
