/** Takes calendars apart and unfolds their rules, away from everything: text in, events out. */
import { parentPort } from 'node:worker_threads';
import type {
  CalendarResult,
  CalendarWorkerAnswer,
  CalendarWorkerRequest,
  EntryRefusal,
  ExpandedEvent,
  MeasuredEntry,
} from '#shared/contracts/calendar-worker.ts';
import { expandEntry, measureEntry } from './expand.ts';
import { RuleLimit } from './instances.ts';
import { splitCalendar } from './split.ts';

const port = parentPort;
port?.on('message', (request: CalendarWorkerRequest) => port.postMessage(answerOf(request)));

function answerOf(request: CalendarWorkerRequest): CalendarWorkerAnswer {
  const { id } = request;
  try {
    return { id, result: request.op === 'split' ? split(request) : expand(request) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message.slice(0, 300) : 'unknown failure' };
  }
}

function split(request: Extract<CalendarWorkerRequest, { op: 'split' }>): CalendarResult {
  const cut = splitCalendar(request.text);
  const entries = cut.entries.map((entry): MeasuredEntry => measureEntry(entry, request.timeZone));
  const broken = cut.refused.map(({ key, message }): MeasuredEntry => ({
    key,
    ics: '',
    firstMs: null,
    lastMs: null,
    refusal: message,
  }));
  return { entries: [...entries, ...broken], events: [], refused: [] };
}

function expand(request: Extract<CalendarWorkerRequest, { op: 'expand' }>): CalendarResult {
  const events: ExpandedEvent[] = [];
  const refused: EntryRefusal[] = [];
  for (const [index, entry] of request.entries.entries()) {
    Atomics.store(request.at, 0, index);
    try {
      events.push(...expandEntry(entry, request));
    } catch (error) {
      refused.push(refusalOf(entry.key, error));
    }
  }
  return { entries: [], events, refused };
}

function refusalOf(key: string, error: unknown): EntryRefusal {
  if (error instanceof RuleLimit) return { key, reason: error.reason, message: error.message };
  const detail = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
  return { key, reason: 'unreadable', message: `The entry cannot be read: ${detail}` };
}
