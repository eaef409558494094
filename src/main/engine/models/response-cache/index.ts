/** Answers of models, kept in the encrypted store under the hash of all that decides them. */
export { createResponseCache, type ResponseCache } from './response-cache.ts';
