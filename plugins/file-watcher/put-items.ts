import type { IndexItem, PluginContext } from '#sdk';

type Index = Pick<PluginContext['index'], 'put'>;

const MAX_ITEMS = 200;
/** A call carries a million characters; each of a text takes one or two, and very seldom six. */
const MAX_LENGTH = 900_000;

/** Collects items and puts them in calls that are neither many nor too large. */
export function createPutter(index: Index): { add(item: IndexItem): Promise<void>; end(): Promise<void> } {
  let waiting: IndexItem[] = [];
  let length = 0;
  const end = async (): Promise<void> => {
    const items = waiting;
    [waiting, length] = [[], 0];
    if (items.length > 0) await putAll(index, items);
  };
  return {
    async add(item) {
      const more = 2 * (item.text ?? '').length + (item.url ?? '').length + 1_000;
      if (waiting.length >= MAX_ITEMS || length + more > MAX_LENGTH) await end();
      waiting.push(item);
      length += more;
    },
    end,
  };
}

async function putAll(index: Index, items: readonly IndexItem[]): Promise<void> {
  try {
    const { refused } = await index.put(items);
    if (refused.length === 0) return;
    // The project went to the trash a moment ago: it is found all the same, and linked anew by the next change.
    const ids = new Set(refused.map(({ id }) => id));
    const unlinked = items.filter(({ id }) => ids.has(id));
    await index.put(unlinked.map((item) => ({ ...item, projectId: null, clientId: null })));
  } catch (error) {
    const [first] = items;
    if (codeOf(error) !== 'payload_too_large' || first === undefined) throw error;
    if (items.length === 1) {
      if ((first.text ?? '').length < 1_000) throw error;
      await putAll(index, [{ ...first, text: (first.text ?? '').slice(0, (first.text ?? '').length >> 2) }]);
      return;
    }
    const half = items.length >> 1;
    await putAll(index, items.slice(0, half));
    await putAll(index, items.slice(half));
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
