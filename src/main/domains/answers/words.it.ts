import type { AnswerWords } from './words.ts';

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
const isOne = (what: string) => /^1 \S+$/.test(what);
const late = (number: number) => (number === 0 ? '' : `, ${number} in ritardo`);

export const ITALIAN: AnswerWords = {
  note: {
    command: 'Letto dal tuo spazio di lavoro; nessun modello linguistico è in uso.',
    extract:
      'Nessun modello linguistico è in uso: queste sono parole tue, citate, non una risposta scritta per te.',
  },
  tasks: (number) => count(number, 'attività', 'attività'),
  checkpoints: (number) => count(number, 'traguardo', 'traguardi'),
  period: ({ kind, from, to }, format) => {
    if (kind === 'today') return 'oggi';
    if (kind === 'tomorrow') return `domani, ${format.long(from)}`;
    if (kind === 'ahead') return 'da oggi in poi';
    if (kind === 'until') return `entro ${format.long(to)}`;
    if (from === to) return format.long(from);
    const days = `da ${format.long(from)} a ${format.long(to)}`;
    if (kind === 'this_week') return `questa settimana, ${days}`;
    return kind === 'next_week' ? `la prossima settimana, ${days}` : days;
  },
  and: (parts) => parts.join(' e '),
  about: (name) => ` per ${name}`,
  late: (days) => `in ritardo di ${count(days, 'giorno', 'giorni')}`,
  priority: { high: 'alta', urgent: 'urgente' },
  waits: 'in attesa',
  blocked: 'aspetta un traguardo',
  planned: (day) => `in programma ${day}`,
  allDay: 'tutto il giorno',
  titles: {
    due: 'In scadenza',
    overdue: 'In ritardo',
    waiting: 'In attesa',
    open: 'Attività aperte',
    done: 'Fatto',
    checkpoints: 'Prossimi traguardi',
    reached: 'Raggiunti',
    events: 'Calendario',
    conflicts: 'Conflitti',
    proposals: 'Aspettano il tuo sì',
    plan: 'Piano',
    quotes: 'Dal tuo spazio di lavoro',
    written: 'Che cosa c’è scritto',
    found: 'Trovati',
    changes: 'Ultime modifiche',
  },
  due: (what, when, about) => `${what}${about} ${isOne(what) ? 'scade' : 'scadono'} ${when}.`,
  nothingDue: (when, about) => `Niente${about} scade ${when}.`,
  alsoLate: (number) =>
    `Inoltre ${count(number, 'attività precedente è', 'attività precedenti sono')} in ritardo.`,
  overdue: (what, about) => `${what}${about} in ritardo.`,
  nothingOverdue: (about) => `Niente${about} è in ritardo.`,
  waiting: (what, about) => `${what}${about} in attesa di qualcuno o di un traguardo.`,
  nothingWaiting: (about) => `Niente${about} è in attesa.`,
  done: (what, when, about) => `Hai finito ${what}${about} ${when}.`,
  nothingDone: (when, about) => `Nessuna attività${about} è stata finita ${when}.`,
  events: (number, when) => `${count(number, 'evento', 'eventi')} nei tuoi calendari ${when}.`,
  nothingEvents: (when) => `Nei tuoi calendari non c’è niente ${when}.`,
  noCalendar:
    'Nessun calendario è collegato, quindi non ci sono eventi. Si aggiunge in Impostazioni → Collegamenti.',
  conflicts: (number, when) => `${count(number, 'conflitto', 'conflitti')} ${when}.`,
  nothingConflicts: (when) => `Nessun conflitto ${when}.`,
  proposalsWaiting: (number) =>
    `${count(number, 'proposta aspetta', 'proposte aspettano')} il tuo sì o il tuo no.`,
  nothingProposed: 'Nessuna proposta ti aspetta.',
  promised: {
    open: (name, what, number) => `Per ${name} hai ancora ${what} da fare${late(number)}.`,
    nothing: (name) => `Per ${name} non c’è niente di aperto: nessuna attività, nessun traguardo.`,
    next: (title, day) => `La prossima data è ${day}: ${title}.`,
    whom: 'Promesso a chi? Indica un cliente, una persona o un progetto.',
    unknown: (name) => `Nessun cliente, persona o progetto si chiama «${name}».`,
    mentioned: 'Ecco dove se ne parla:',
  },
  plan: {
    made: (number, when) =>
      `Ecco un piano: ${when}. ${number === 1 ? 'Verrebbe fissata una data' : `Verrebbero fissate ${number} date`}; non cambia niente finché non approvi.`,
    nothing: (when) =>
      `Non c’è niente da pianificare (${when}): nessuna attività aperta è in scadenza, in ritardo o iniziata.`,
    settled: (when) => `Tutto ciò che scade presto ha già il suo giorno; ecco la situazione: ${when}.`,
    guess: (number) =>
      `${count(number, 'attività senza stima conta', 'attività senza stima contano')} mezz’ora.`,
    tooMuch: (number) =>
      `${count(number, 'attività non ci sta', 'attività non ci stanno')} prima della scadenza e ${number === 1 ? 'supera' : 'superano'} le ore di una giornata.`,
    moreWaits: (number) =>
      `Per ${number === 1 ? 'un’altra attività' : `altre ${number} attività`} non c’è posto: ${number === 1 ? 'mantiene' : 'mantengono'} le date che ha${number === 1 ? '' : 'nno'}.`,
    reason: (title, day) => `Parte di un piano: «${title}» ci sta ${day}, per scadenza, stima e calendario.`,
    step: (title, day) => `Fare «${title}» ${day}`,
  },
  summary: {
    project: ({ name, client, status, open, done, late: number }) =>
      `${name}${client === null ? '' : ` per ${client}`} è ${status}: ${count(open, 'attività aperta', 'attività aperte')}${late(number)}, ${done} ${done === 1 ? 'fatta' : 'fatte'}.`,
    due: (day, isPast) => (isPast ? `La scadenza era ${day}.` : `La scadenza è ${day}.`),
    next: (title, day) => `Prossimo traguardo: «${title}»${day === null ? '' : `, ${day}`}.`,
    client: (name, projects, what, number) =>
      `${name} ha ${count(projects, 'progetto in corso', 'progetti in corso')} e ${what} da fare${late(number)}.`,
    status: {
      planned: 'pianificato',
      active: 'attivo',
      on_hold: 'sospeso',
      completed: 'completato',
      cancelled: 'annullato',
    },
    which: 'Un riassunto di che cosa? Indica un progetto o un cliente.',
  },
  add: {
    made: (title, when) =>
      `Proposta: un’attività «${title}»${when === null ? '' : `, scadenza ${when}`}. Si aggiunge quando approvi.`,
    empty:
      'Un’attività ha bisogno di un titolo. Per esempio: «aggiungi attività chiamare Marta venerdì 15:00 !alta».',
    noProject: (name) => `Nessun progetto si chiama «${name}», quindi l’attività non ne avrebbe uno.`,
    reason: 'L’hai chiesto tu.',
  },
  extract: {
    found: (number) => (number === 1 ? 'Il passo più adatto:' : `I ${number} passi più adatti:`),
    nothing: (about) => `Non è stato trovato niente${about}. Prova con altre parole, o con meno.`,
    noPlace: ' in ciò che hai scelto',
    dated: (title, day) => `«${title}»: ${day}.`,
    listed: (total) => `${count(total, 'elemento trovato', 'elementi trovati')}.`,
  },
  help: {
    text: 'Puoi chiedere del tuo lavoro o far proporre qualcosa, con parole semplici. Senza un modello linguistico conosco questi comandi; a ogni altra domanda rispondo citando i passi più adatti. Ciò che cambierebbe qualcosa aspetta il tuo sì.',
    questions: [
      'Che cosa scade questa settimana?',
      'Che cosa è in ritardo?',
      'Aggiungi attività mandare le prove in tipografia venerdì 10:00 !alta',
      'Che cosa ho promesso a …?',
      'Pianifica la mia settimana',
      'Che cosa sto aspettando?',
      'Ci sono conflitti questa settimana?',
      'Riassumi …',
      'Che cosa ho finito la settimana scorsa?',
      'Il punto della giornata',
    ],
  },
  next: {
    overdue: 'Che cosa è in ritardo?',
    week: 'Che cosa scade questa settimana?',
    plan: 'Pianifica la mia settimana',
    conflicts: 'Ci sono conflitti questa settimana?',
    waiting: 'Che cosa sto aspettando?',
    promised: (name) => `Che cosa ho promesso a ${name}?`,
    summary: (name) => `Riassumi ${name}`,
    search: (text) => `Cerca: ${text}`,
  },
  clash: {
    events: (first, second) => `«${first}» e «${second}» si sovrappongono`,
    task: (task, event) => `«${task}» scade durante «${event}»`,
    overfull: (minutes, free) => `${minutes} di lavoro per ${free} di tempo libero`,
    checkpoint: (checkpoint, day) => `aspetta «${checkpoint}», che scade più tardi, ${day}`,
    plannedLate: (due) => `in programma dopo la scadenza, ${due}`,
  },
};
