import { parentPort } from 'node:worker_threads';
import { startScriptedModels } from '../support/scripted-models.ts';

/** The scripted server on a thread of its own, so that its work is not counted as the gateway's. */
const server = await startScriptedModels([{ text: 'Hello.' }]);
parentPort?.postMessage(server.urls.openai);
