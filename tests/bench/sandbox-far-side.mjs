// A bare thread that answers what it is sent: the floor of a host call.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', (message) => parentPort.postMessage(message));
