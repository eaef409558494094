import type { ModelPrice, PriceSetInput } from '#shared/contracts/usage.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { ModelUsage } from '../model-port.ts';
import { deletePrice, listPrices, upsertPrice } from './prices.store.ts';
import { SHIPPED_PRICES } from './shipped-prices.ts';

export type PricesDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  /** The person's calendar day. */
  readonly today: () => string;
};

/** The day or number that providers put after a model's name for one version of it. */
const VARIANT = /^-(\d{4,8}|\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|00\d|latest)$/;
const MILLION = 1_000_000;

const SHIPPED: readonly ModelPrice[] = SHIPPED_PRICES.map(([modelId, from, input, cached, output]) => ({
  id: null,
  providerId: '*',
  modelId,
  from,
  inputMicros: Math.round(input * MILLION),
  cachedInputMicros: Math.round(cached * MILLION),
  outputMicros: Math.round(output * MILLION),
}));

/** What models cost, by day: the person's own prices before those that the app knows. Held in memory: they are few. */
export class Prices {
  readonly #deps: PricesDeps;
  #own: readonly ModelPrice[] = [];
  /** By `provider/model`, until a price or the day changes. */
  #found = new Map<string, ModelPrice | null>();
  #foundOn = '';

  constructor(deps: PricesDeps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    this.#own = await listPrices(this.#deps.store.reader);
    this.#found.clear();
  }

  /** The price of a model on a day, today when absent; null where none is known. */
  find(providerId: string, modelId: string, on = this.#deps.today()): ModelPrice | null {
    if (this.#foundOn !== on) {
      this.#found.clear();
      this.#foundOn = on;
    }
    const key = `${providerId}/${modelId}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const price = this.#look(providerId, modelId, on);
    this.#found.set(key, price);
    return price;
  }

  /** What came with the app and what the person gave; of former and coming ones only with `withAllDates`. */
  list(on = this.#deps.today(), withAllDates = false): readonly ModelPrice[] {
    const all = [...this.#own, ...SHIPPED];
    const listed = withAllDates
      ? all
      : all.filter((price) => this.find(price.providerId, price.modelId, on) === price);
    return listed.toSorted(
      (left, right) =>
        left.modelId.localeCompare(right.modelId) ||
        left.providerId.localeCompare(right.providerId) ||
        right.from.localeCompare(left.from),
    );
  }

  async set(input: PriceSetInput): Promise<ModelPrice> {
    const { id, providerId = '*', modelId, from = this.#deps.today(), inputMicros, outputMicros } = input;
    const isSame = (one: ModelPrice) =>
      one.providerId === providerId && one.modelId === modelId && one.from === from;
    const named = this.#own.find((one) => (id === undefined ? isSame(one) : one.id === id));
    if (id !== undefined && named === undefined) throw gone();
    if (this.#own.some((one) => isSame(one) && one !== named)) {
      throw new AppError('conflict', `There is a price of ${modelId} from ${from} already. Change that one.`);
    }
    const cachedInputMicros = input.cachedInputMicros ?? inputMicros;
    const amounts = { inputMicros, cachedInputMicros, outputMicros };
    const price = { id: named?.id ?? this.#deps.ids.next(), providerId, modelId, from, ...amounts };
    await this.#deps.store.write({ command: 'prices.set', principal: 'models' }, (tx) =>
      upsertPrice(tx, price),
    );
    await this.load();
    return price;
  }

  /** Takes a price of the person's away; what the app knows holds again. */
  async remove(id: string): Promise<void> {
    if (!this.#own.some((one) => one.id === id)) throw gone();
    await this.#deps.store.write({ command: 'prices.remove', principal: 'models' }, (tx) =>
      deletePrice(tx, id),
    );
    await this.load();
  }

  #look(providerId: string, modelId: string, on: string): ModelPrice | null {
    for (const prices of [this.#own, SHIPPED]) {
      for (const provider of providerId === '*' ? ['*'] : [providerId, '*']) {
        const found = best(
          prices.filter((one) => one.providerId === provider && one.from <= on),
          modelId,
        );
        if (found) return found;
      }
    }
    return null;
  }
}

/** The longest name that fits, of these the latest. */
function best(prices: readonly ModelPrice[], modelId: string): ModelPrice | undefined {
  const fits = prices.filter(
    (one) =>
      one.modelId === modelId ||
      (modelId.startsWith(one.modelId) && VARIANT.test(modelId.slice(one.modelId.length))),
  );
  return fits.toSorted(
    (left, right) => right.modelId.length - left.modelId.length || right.from.localeCompare(left.from),
  )[0];
}

/** Rounded up, so that many small calls cannot pass a cap unseen. */
export function costOf(price: ModelPrice | null, usage: ModelUsage): number {
  if (price === null) return 0;
  const cached = Math.min(usage.cachedInputTokens, usage.inputTokens);
  const micros =
    (usage.inputTokens - cached) * price.inputMicros +
    cached * price.cachedInputMicros +
    usage.outputTokens * price.outputMicros;
  return Math.ceil(micros / MILLION);
}

function gone(): AppError {
  return new AppError('not_found', 'This price does not exist any more. Nothing was changed.');
}
