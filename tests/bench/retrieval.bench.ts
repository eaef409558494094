import { makeApp } from '../support/make-app.ts';
import { measureQuality, readQuestions } from './retrieval-questions.ts';
import type { Bench, Measurement } from './report.ts';

/** The product's promise for the built-in embedder; the others are shown to compare with. */
const BOUNDS = { words: {}, meaning: {}, hybrid: { boundIs: 'least' } } as const;

export const bench: Bench = {
  name: 'what 300 questions on the sample workspace find, English and Italian',
  async run() {
    await using made = await makeApp({ withSample: true, runsSchedules: false });
    const questions = await readQuestions();
    const measurements: Measurement[] = [];
    for (const mode of ['words', 'meaning', 'hybrid'] as const) {
      for (const language of ['en', 'it'] as const) {
        const asked = questions.filter((one) => one.language === language);
        const { recallAt5, reciprocalRank } = await measureQuality(made.api, mode, asked);
        const shown = { unit: 'ratio', ...BOUNDS[mode] } as const;
        measurements.push({ name: `${mode}, ${language}: recall@5`, value: recallAt5, ...shown });
        measurements.push({ name: `${mode}, ${language}: MRR`, value: reciprocalRank, ...shown });
      }
    }
    return measurements;
  },
};
