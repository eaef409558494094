/** The closed list of what a caller can meet, with the status each is answered with. Codes are stable. */
const STATUS_OF = {
  invalid_input: 400,
  digest_mismatch: 400,
  unauthenticated: 401,
  token_expired: 401,
  wrong_credentials: 401,
  registration_closed: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  length_required: 411,
  precondition_failed: 412,
  too_large: 413,
  range_not_satisfiable: 416,
  precondition_required: 428,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  quota_exceeded: 507,
} as const satisfies Readonly<Record<string, number>>;

export type CloudErrorCode = keyof typeof STATUS_OF;

/** `message` says what happened, what is safe and what to do next; it holds nothing that a caller sent. */
export class CloudError extends Error {
  readonly code: CloudErrorCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: CloudErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterSeconds?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CloudError';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return STATUS_OF[this.code];
  }
}
