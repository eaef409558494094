import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Answer, AnswerLocale } from '#shared/contracts/answers.ts';
import { parseCommand, weightyWords } from './parse-command.ts';

const LINES: readonly (readonly [AnswerLocale, Answer['intent'], string, string?])[] = [
  ['en', 'add_task', 'add task call Marta due friday', 'call Marta due friday'],
  ['en', 'add_task', 'Please add a task: invoice Acme !high', 'invoice Acme !high'],
  ['en', 'add_task', 'could you create a new task to send the proofs?', 'send the proofs'],
  ['en', 'add_task', 'remind me to water the plants tomorrow', 'water the plants tomorrow'],
  ['en', 'add_task', 'add buy milk to my to-do list for saturday', 'buy milk for saturday'],
  ['en', 'add_task', 'add task', ''],
  ['en', 'due', "What's due today?"],
  ['en', 'due', 'what do I have to do tomorrow'],
  ['en', 'due', 'deadlines this month'],
  ['en', 'due', 'today'],
  ['en', 'overdue', 'am I behind?'],
  ['en', 'overdue', 'what is late for Nordlicht'],
  ['en', 'waiting', 'who am I waiting on'],
  ['en', 'waiting', 'which tasks are blocked'],
  ['en', 'conflicts', 'does anything clash tomorrow'],
  ['en', 'promised', 'what did I promise Acme', 'Acme'],
  ['en', 'promised', 'What have I promised to Bellarosa?', 'Bellarosa'],
  ['en', 'promised', 'what do I owe Priya', 'Priya'],
  ['en', 'plan', 'help me plan next week'],
  ['en', 'plan', 'plan my day'],
  ['en', 'summary', 'summarise the shop project', 'the shop project'],
  ['en', 'summary', 'how is the online shop going?', 'the online shop'],
  ['en', 'events', 'what meetings do I have tomorrow'],
  ['en', 'done', 'what did I finish last week'],
  ['en', 'proposals', 'what waits for my approval'],
  ['en', 'brief', 'brief me'],
  ['en', 'help', 'what can you do?'],
  ['en', 'help', ''],
  ['en', 'help', ' ?! '],
  ['en', 'question', 'which paper did we choose for the labels'],
  ['en', 'question', 'did I promise Marta anything about the labels?'],
  ['it', 'add_task', 'aggiungi attività chiamare Marta entro venerdì', 'chiamare Marta entro venerdì'],
  ['it', 'add_task', "Aggiungi un'attività: fattura Bellarosa lunedì", 'fattura Bellarosa lunedì'],
  ['it', 'add_task', 'ricordami di annaffiare le piante domani', 'annaffiare le piante domani'],
  ['it', 'due', 'cosa scade questa settimana'],
  ['it', 'due', 'cosa devo fare oggi?'],
  ['it', 'overdue', 'attività scadute'],
  ['it', 'overdue', 'che cosa è in ritardo?'],
  ['it', 'waiting', 'cosa sto aspettando'],
  ['it', 'conflicts', 'ci sono conflitti questa settimana'],
  ['it', 'promised', 'che cosa ho promesso alla Bellarosa?', 'Bellarosa'],
  ['it', 'plan', 'pianifica la mia settimana'],
  ['it', 'summary', 'a che punto siamo con il museo', 'museo'],
  ['it', 'events', 'quali riunioni ho domani'],
  ['it', 'done', 'cosa ho fatto ieri'],
  ['it', 'brief', 'il punto della giornata'],
  ['it', 'help', 'cosa sai fare?'],
  ['it', 'question', 'quale carta abbiamo scelto per le etichette'],
];

for (const [locale, intent, line, rest] of LINES) {
  it(`${locale}: reads as ${intent}: ${line}`, () => {
    const command = parseCommand(line, locale);
    expect(command.intent).toBe(intent);
    if (rest !== undefined) expect(command.rest).toBe(rest);
  });
}

it('answers in the language of the line, whichever the person has set', () => {
  expect(parseCommand('cosa scade questa settimana', 'en').locale).toBe('it');
  expect(parseCommand('what is due this week', 'it').locale).toBe('en');
  expect(parseCommand('quale carta abbiamo scelto per le etichette', 'en').locale).toBe('it');
});

it('tells the words that carry a question from those that only ask', () => {
  expect(weightyWords('what tasks mention the printer', 'en')).toEqual(['mention', 'printer']);
  expect(weightyWords("quando scade l'offerta del museo", 'it')).toEqual(['offerta', 'museo']);
});

it('reads any line without failing or hanging', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('en', 'it'),
      (line, locale) => {
        const command = parseCommand(line, locale);
        expect(command.rest.length).toBeLessThanOrEqual(line.normalize('NFC').length + 1);
      },
    ),
    { numRuns: 500 },
  );
  const startedAt = performance.now();
  parseCommand('what is due '.repeat(160), 'en');
  parseCommand(`${'a '.repeat(900)}!`, 'it');
  expect(performance.now() - startedAt).toBeLessThan(250);
});
