import type { Area } from '../area.ts';

export const queue: Area<'queue'> = {
  title: 'In attesa di essere inviato',
  text: 'Ciò che non è stato possibile inviare resta qui, in ordine, e parte da solo quando torna la rete. Si prova tre volte; poi ha bisogno di te.',
  none: 'Niente in attesa',
  noneText: 'Ciò che non può partire mentre sei offline resta qui finché può.',
  kind_backup: 'Backup',
  kind_sign_out: 'Uscita da {{where}}',
  sending: 'Invio in corso…',
  needsYouBadge: 'Ha bisogno di te',
  needsYou_one: 'Provato {{count}} volta',
  needsYou_other: 'Provato {{count}} volte',
  waitsForSwitch: 'Parte quando disattivi offline',
  waitsForNetwork: 'Parte quando torna la rete',
  soon: 'Prossimo tentativo tra un momento',
  nextTry: 'Prossimo tentativo {{when}}',
  since: 'dal {{when}}',
  retryNamed: 'Prova ora: {{name}}',
  clearNamed: 'Togli: {{name}}',
  retryAll: 'Prova tutto ora',
  clear: 'Togli',
  clearAll: 'Togli tutto',
  clearTitle: 'Togliere “{{name}}”?',
  clearAllTitle: 'Togliere tutto ciò che aspetta?',
  clearAllText:
    'Non viene più inviato. Un backup mancato si fa allora alla prossima scadenza, e un server può continuare a elencare questo dispositivo come connesso. Il tuo spazio di lavoro resta com’è.',
  lost_backup:
    'Questo backup non si fa quando torna la rete, ma alla prossima scadenza o quando ne avvii uno. Il tuo spazio di lavoro resta com’è.',
  lost_sign_out:
    'Qui resti fuori. {{where}} non viene avvisato, quindi può continuare a elencare questo dispositivo finché il suo accesso finisce da solo.',
  lost_anything: 'Non viene più inviato. Il tuo spazio di lavoro resta com’è.',
  cleared: 'Tolto',
};
