/** Rows as they come in tables of tickets: some 300 characters each. */
export const EXCHANGE_SCHEMA = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    subject: { type: 'string' },
    body: { type: 'string' },
    priority: { enum: ['low', 'middle', 'high'] },
    score: { type: 'number' },
    isOpen: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['id', 'subject', 'body', 'priority', 'score', 'isOpen', 'tags'],
  additionalProperties: false,
};

const PRIORITIES = ['low', 'middle', 'high'];

export function exchangeRow(id: number): Readonly<Record<string, unknown>> {
  return {
    id,
    subject: `The mailbox of customer ${id * 7919} takes no "attachments"`,
    body: `Since day ${id % 365} our people get their mail back, è così.\nWe changed nothing, and the others in the house can send, as far as is known.`,
    priority: PRIORITIES[id % 3],
    score: id / 8,
    isOpen: id % 2 === 0,
    tags: ['mail', `host-${id % 50}`],
  };
}

export function* exchangeLines(rows: number): Generator<string> {
  for (let id = 0; id < rows; id += 1) yield `${JSON.stringify(exchangeRow(id))}\n`;
}

export type ExchangeFormat = 'json' | 'jsonl' | 'csv' | 'parquet';

/** `cancelled`: from the word to the end of an import that was under way. */
export type ExchangeWay = 'in' | 'out' | 'cancelled';

/** What the far side says of one way of one format. */
export type ExchangePhase = {
  readonly way: ExchangeWay;
  readonly format: ExchangeFormat;
  readonly rows: number;
  readonly tookMs: number;
  readonly processorMs: number;
  readonly longestHoldMs: number;
  readonly longestTurnMs: number;
  /** Highest resident memory above what the opened app had before the first row. */
  readonly grownMB: number;
};
