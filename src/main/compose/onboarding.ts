import type { Store } from '#main/db/store.ts';

/** What of the first start is still to be done, kept in the store. */
export type Onboarding = {
  read(): Promise<'recovery' | 'start' | 'done'>;
  write(step: 'recovery' | 'start' | 'done'): Promise<void>;
};

export function onboardingOf(store: Store): Onboarding {
  return {
    async read() {
      const [row] = await store.reader.rows(`SELECT value FROM store_meta WHERE key = 'onboarding'`);
      const step = row?.[0];
      return step === 'recovery' || step === 'start' ? step : 'done';
    },
    async write(step) {
      await store.write({ command: 'system.onboarding' }, (tx) => {
        tx.run({ sql: `INSERT OR REPLACE INTO store_meta VALUES ('onboarding', ?)`, params: [step] });
      });
    },
  };
}
