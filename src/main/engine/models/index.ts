/** The door to language models. No provider can be set up, which each caller is told. */
export { modelActions } from './model.actions.ts';
