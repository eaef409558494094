/** A failed call as data, the same whether it ran in this process or in another. */
export type ProcedureErrorShape = {
  readonly message: string;
  /** tRPC's own name, e.g. `NOT_FOUND`. */
  readonly code: string;
  /** A code of `shared/errors.ts`, or null for a mistake in the call itself. */
  readonly appCode: string | null;
  readonly details: Readonly<Record<string, unknown>>;
};

export class ProcedureError extends Error {
  readonly shape: ProcedureErrorShape;

  constructor(shape: ProcedureErrorShape, options: { cause?: unknown } = {}) {
    super(shape.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProcedureError';
    this.shape = shape;
  }
}
