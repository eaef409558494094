import { fold, matchName } from '#main/domains/tasks/index.ts';

export type ClientNames = {
  readonly id: string;
  readonly name: string;
  readonly contacts: readonly { readonly name: string }[];
};
export type ProjectNames = { readonly id: string; readonly name: string; readonly clientId: string | null };
export type KnownSubjects = {
  readonly clients: readonly ClientNames[];
  readonly projects: readonly ProjectNames[];
};

/** Whom or what a question is about. */
export type Subject = {
  readonly kind: 'client' | 'project';
  readonly id: string;
  readonly name: string;
  /** The person of the client that was named; null where the client itself was. */
  readonly contact: string | null;
  /** The words that named it, folded. */
  readonly said: readonly string[];
};

type Candidate = Omit<Subject, 'said'> & { readonly words: readonly string[] };
type Scored = { readonly candidate: Candidate; readonly said: readonly string[]; readonly score: number };

/** A word shorter than this names nothing by itself. */
const TELLING_LENGTH = 4;
/** Words of names that say little by themselves. */
const GENERIC = new Set(
  'online website site shop store project new nuovo nuova progetto sito negozio studio studios agency casa hotel group gruppo team company design work lavoro client cliente dental with from under over torrefazione museo museum architects'.split(
    ' ',
  ),
);

/**
 * The client, project or contact that the text names: in full, or by words that only one of them has. `weighty` are the
 * words of the text that are none of the command: the "plan" of "plan my week" is no part of a name.
 */
export function findSubject(
  text: string,
  weighty: readonly string[],
  known: KnownSubjects,
): Subject | undefined {
  const spoken = wordsOf(text);
  const candidates = candidatesOf(known);
  const whole = candidates
    .flatMap((candidate) => {
      const isThere = candidate.words.length > 0 && includesRun(spoken, candidate.words);
      return isThere ? [{ candidate, said: candidate.words, score: candidate.words.join('').length }] : [];
    })
    .sort((a, b) => b.score - a.score)[0];
  if (whole && (whole.said.length > 1 || (whole.said[0]?.length ?? 0) > 1)) return subjectOf(whole);
  return byTellingWords(weighty.flatMap(wordsOf), candidates);
}

/** For what a phrase says is a name, and no name matched: the beginning of one, or one letter off. */
export function guessSubject(text: string, known: KnownSubjects): Subject | undefined {
  const candidates = candidatesOf(known);
  const typed = fold(text).replace(/^(?:the|il|la|lo|l'|gli|le|i)\s+/u, '');
  const match = matchName(
    typed,
    candidates.map(({ name, contact }, index) => ({ id: String(index), name: contact ?? name })),
  );
  const candidate = match && !match.isAmbiguous ? candidates[Number(match.item.id)] : undefined;
  return candidate && subjectOf({ candidate, said: wordsOf(text), score: 0 });
}

export function wordsOf(text: string): readonly string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function byTellingWords(spoken: readonly string[], candidates: readonly Candidate[]): Subject | undefined {
  const said = new Set(spoken);
  const scored = candidates.flatMap((candidate): Scored[] => {
    const hits = candidate.words.filter((word) => said.has(word) && word.length >= TELLING_LENGTH);
    const isTelling = hits.some((word) => !GENERIC.has(word) || hits.length > 1);
    if (!isTelling) return [];
    // A person's or client's name outweighs a word of a project's title.
    const weight = candidate.kind === 'client' && candidate.contact === null ? 1.5 : 1;
    return [{ candidate, said: hits, score: hits.join('').length * weight }];
  });
  scored.sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (best === undefined) return undefined;
  const isAmbiguous =
    second !== undefined && second.score === best.score && second.candidate.id !== best.candidate.id;
  return isAmbiguous ? undefined : subjectOf(best);
}

function candidatesOf({ clients, projects }: KnownSubjects): readonly Candidate[] {
  return [
    ...clients.map(
      ({ id, name }) => ({ kind: 'client', id, name, contact: null, words: wordsOf(name) }) as const,
    ),
    ...projects.map(
      ({ id, name }) => ({ kind: 'project', id, name, contact: null, words: wordsOf(name) }) as const,
    ),
    ...clients.flatMap(({ id, name, contacts }) =>
      contacts.map(
        (contact) =>
          ({ kind: 'client', id, name, contact: contact.name, words: wordsOf(contact.name) }) as const,
      ),
    ),
  ];
}

function subjectOf({ candidate, said }: Scored): Subject {
  const { kind, id, name, contact } = candidate;
  return { kind, id, name, contact, said };
}

function includesRun(spoken: readonly string[], run: readonly string[]): boolean {
  return spoken.some((_word, at) => run.every((word, offset) => spoken[at + offset] === word));
}
