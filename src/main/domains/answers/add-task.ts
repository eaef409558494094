import type { ParsedQuickAdd } from '#shared/contracts/quick-add.ts';
import type { AnswerSources, Asked, Found } from './asked.ts';
import { propose } from './propose.ts';

type Sources = Pick<AnswerSources, 'quickAdd' | 'actions' | 'appVersion'>;

/** "in project Shop", "nel progetto Negozio": a place said in words, where quick add knows `+name`. */
const PLACE =
  /\s+(?:(?:in|to|for|under|within) (?:the )?project|nel progetto|per il progetto|al progetto|progetto)\s+(?<name>"[^"]+"|[^#!@+]+?)(?=\s+(?:due|by|on|before|entro|per|il|scad\p{L}*)(?!\p{L})|\s+[#!@+]|$)/iu;
const PLACE_AFTER =
  /\s+(?:in|to|for|under) the (?<name>(?:(?!in |to |by |for |project)[^\s#!@+]+\s){1,6})project(?!\p{L})/iu;

/** One line into a task, by the quick add that the person types into; it is proposed, not added. */
export async function answerAddTask(sources: Sources, asked: Asked): Promise<Found> {
  const { words, format, command, known, input } = asked;
  const { line, place } = withPlace(command.rest);
  const parsed = await sources.quickAdd.parse({
    text: line,
    now: `${asked.today}T${asked.time}`,
    locale: command.locale,
  });
  const title = unquoted(parsed.title);
  if (title === '') return { parts: [{ type: 'text', text: words.add.empty }] };
  const isKnown = parsed.projectId !== undefined && known.projects.some(({ id }) => id === parsed.projectId);
  const projectId = isKnown ? parsed.projectId : (input.scope.projectId ?? undefined);
  const clientId = projectId === undefined ? (input.scope.clientId ?? parsed.clientId) : undefined;
  const missing = parsed.newProjectName ?? (isKnown ? undefined : place);
  const proposal = await propose(sources, asked, {
    agent: 'general',
    actionId: 'tasks.create',
    input: {
      ...fieldsOf(parsed),
      title,
      ...(projectId ? { projectId } : {}),
      ...(clientId ? { clientId } : {}),
    },
    summary: title,
    reason: words.add.reason,
    sources: [{ source: 'user', label: command.text.slice(0, 500), url: null, excerpt: '' }],
  });
  const due = parsed.dueDate === undefined ? null : format.long(parsed.dueDate);
  const when = due === null || parsed.dueTime === undefined ? due : `${due}, ${parsed.dueTime}`;
  const text = words.add.made(title, when);
  const hint = missing === undefined ? '' : ` ${words.add.noProject(missing)}`;
  return {
    parts: [
      { type: 'text', text: text + hint },
      ...(proposal === null ? [] : [{ type: 'proposals' as const, proposals: [proposal] }]),
    ],
  };
}

function withPlace(rest: string): { readonly line: string; readonly place: string | undefined } {
  const match = PLACE.exec(` ${rest}`) ?? PLACE_AFTER.exec(` ${rest}`);
  const name = match?.groups?.['name']?.replaceAll('"', '').trim();
  if (match === null || name === undefined || name === '') return { line: rest, place: undefined };
  const line = ` ${rest}`.replace(match[0], () => ` +"${name}"`).trim();
  return { line, place: name };
}

function unquoted(title: string): string {
  return title.replace(/^(["«“'])(.+)(["»”'])$/u, '$2').trim();
}

function fieldsOf(parsed: ParsedQuickAdd): Record<string, unknown> {
  const { dueDate, dueTime, plannedDate, priority, estimateMinutes, tags, recurrence } = parsed;
  const fields = {
    dueDate,
    dueTime,
    plannedDate,
    priority,
    estimateMinutes,
    tags: tags.length === 0 ? undefined : tags,
    recurrence: recurrence && { rrule: recurrence.rrule, mode: recurrence.mode },
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
