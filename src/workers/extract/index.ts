import { parentPort } from 'node:worker_threads';
import type { ExtractAnswer, ExtractJob, ExtractRequest, ExtractResults } from '#shared/contracts/extract.ts';
import { refusalOf } from './refused.ts';

/**
 * Reads files and databases that strangers made. It keeps nothing from one job to the next; time and memory are
 * limited from outside by ending the thread.
 */
async function run(job: ExtractJob): Promise<ExtractResults[keyof ExtractResults]> {
  switch (job.op) {
    case 'text': {
      const { extractText } = await import('./text.ts');
      return extractText(job);
    }
    case 'visits': {
      const { readVisits } = await import('./visits.ts');
      return readVisits(job);
    }
    case 'bookmarks': {
      const { readBookmarks } = await import('./bookmarks.ts');
      return readBookmarks(job);
    }
  }
}

async function answer({ id, job }: ExtractRequest): Promise<ExtractAnswer> {
  try {
    return { id, result: await run(job) };
  } catch (error) {
    return { id, refusal: refusalOf(error) };
  }
}

const port = parentPort;
// Jobs come one at a time: the next is sent when this one is answered.
port?.on('message', (request: ExtractRequest) => {
  void answer(request).then((message) => port.postMessage(message));
});
