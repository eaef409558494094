import { describe } from 'vitest';
import { checkPhrases } from './phrase-table.test-support.ts';

describe('Italian: everything at once', () => {
  checkPhrases('it', [
    [
      'fattura Acme venerdì 16:00 #billing +website !alta 2h ogni mese',
      'fattura Acme',
      'due 2026-11-27 16:00 · high · 120m · #billing · project:website · client:acme · FREQ=MONTHLY',
    ],
    [
      'inviare preventivo a Rossi lunedì alle 11 !urgente 30m',
      'inviare preventivo a Rossi',
      'due 2026-11-23 11:00 · urgent · 30m · client:rossi',
    ],
    ['rossi & figli preventivo domani', 'rossi & figli preventivo', 'due 2026-11-22 · client:rossi'],
  ]);
});

describe('Italian: dates', () => {
  checkPhrases('it', [
    ['chiama Bob domani', 'chiama Bob', 'due 2026-11-22'],
    ['oggi bollette', 'bollette', 'due 2026-11-21'],
    ['dopodomani dentista', 'dentista', 'due 2026-11-23'],
    ['venerdì consegna', 'consegna', 'due 2026-11-27'],
    ['venerdi consegna', 'consegna', 'due 2026-11-27'],
    ['sabato spesa', 'spesa', 'due 2026-11-28'],
    ['venerdì prossimo cena', 'cena', 'due 2026-11-27'],
    ['prossimo lunedì cena', 'cena', 'due 2026-11-23'],
    ['questo venerdì cena', 'cena', 'due 2026-11-27'],
    ['consegna entro venerdì', 'consegna', 'due 2026-11-27'],
    ['consegna entro il 20', 'consegna', 'due 2026-12-20'],
    ['bolletta il 15', 'bolletta', 'due 2026-12-15'],
    ['bolletta 15/12', 'bolletta', 'due 2026-12-15'],
    ['bolletta 15 dicembre', 'bolletta', 'due 2026-12-15'],
    ['bolletta 15 dic', 'bolletta', 'due 2026-12-15'],
    ['primo maggio concerto', 'concerto', 'due 2027-05-01'],
    ['1° dicembre albero', 'albero', 'due 2026-12-01'],
    ['lunedì 7 dicembre demo', 'demo', 'due 2026-12-07'],
    ['giovedì 26 dentista', 'dentista', 'due 2026-11-26'],
    ['mar 24 cena', 'cena', 'due 2026-11-24'],
    ['fine mese chiudere conti', 'chiudere conti', 'due 2026-11-30'],
    ['entro fine mese fattura', 'fattura', 'due 2026-11-30'],
    ['entro la fine del mese fattura', 'fattura', 'due 2026-11-30'],
    ["chiusura l'ultimo giorno del mese", 'chiusura', 'due 2026-11-30'],
    ['fine anno bilancio', 'bilancio', 'due 2026-12-31'],
    ['settimana prossima call', 'call', 'due 2026-11-23'],
    ['la prossima settimana call', 'call', 'due 2026-11-23'],
    ['il mese prossimo review', 'review', 'due 2026-12-01'],
    ["l'anno prossimo corso", 'corso', 'due 2027-01-01'],
    ['questa settimana ordine', 'ordine', 'due 2026-11-22'],
    ['tra 3 giorni chiamare', 'chiamare', 'due 2026-11-24'],
    ['fra due settimane controllo', 'controllo', 'due 2026-12-05'],
    ['tra un mese rinnovo', 'rinnovo', 'due 2026-12-21'],
    ['entro 3 giorni risposta', 'risposta', 'due 2026-11-24'],
    ['a gennaio rinnovo', 'rinnovo', 'due 2027-01-01'],
    ['entro marzo passaporto', 'passaporto', 'due 2027-03-01'],
    ['questo weekend pulire', 'pulire', 'due 2026-11-21'],
    ['nel fine settimana pulire', 'pulire', 'due 2026-11-21'],
    ['pulire fine settimana', 'pulire', 'due 2026-11-21'],
    ['riunione di lunedì', 'riunione', 'due 2026-11-23'],
    ['per domani relazione', 'relazione', 'due 2026-11-22'],
    ['prima di venerdì finire', 'finire', 'due 2026-11-26'],
    ['scadenza 30 novembre tasse', 'tasse', 'due 2026-11-30'],
    ['24.12.2026 cena', 'cena', 'due 2026-12-24'],
    ['2026-12-25 pranzo', 'pranzo', 'due 2026-12-25'],
    ['ferie dal 10 al 12 giugno', 'ferie', 'due 2027-06-12 · planned 2027-06-10'],
    ['dal lunedì al venerdì fiera', 'fiera', 'due 2026-11-27 · planned 2026-11-23'],
    ['ieri conti', 'conti', 'due 2026-11-20 · (date_in_past)'],
    ['chiama gio', 'chiama', 'due 2026-11-26'],
  ]);
});

describe('Italian: times', () => {
  checkPhrases('it', [
    ['chiama Bob alle 5', 'chiama Bob', 'due 2026-11-21 17:00'],
    ['alle 9 colazione', 'colazione', 'due 2026-11-21 09:00'],
    ['alle 16.30 call', 'call', 'due 2026-11-21 16:30'],
    ['ore 16 call', 'call', 'due 2026-11-21 16:00'],
    ['entro le 18 inviare', 'inviare', 'due 2026-11-21 18:00'],
    ['verso le 5 merenda', 'merenda', 'due 2026-11-21 17:00'],
    ['alle 9 e mezza colazione', 'colazione', 'due 2026-11-21 09:30'],
    ['alle 12 e un quarto pranzo', 'pranzo', 'due 2026-11-21 12:15'],
    ['alle 8 di sera cena', 'cena', 'due 2026-11-21 20:00'],
    ["pranzo all'una", 'pranzo', 'due 2026-11-21 13:00'],
    ['a mezzogiorno pranzo', 'pranzo', 'due 2026-11-21 12:00'],
    ['domani alle 16 call', 'call', 'due 2026-11-22 16:00'],
    ['lunedì 7 dicembre ore 10 demo', 'demo', 'due 2026-12-07 10:00'],
    ['il 5 gennaio alle 10 dentista', 'dentista', 'due 2027-01-05 10:00'],
    ['domani mattina riunione', 'riunione', 'due 2026-11-22 09:00'],
    ['domattina corsa', 'corsa', 'due 2026-11-22 09:00'],
    ['stasera cinema', 'cinema', 'due 2026-11-21 20:00'],
    ['spesa sabato mattina', 'spesa', 'due 2026-11-28 09:00'],
    ['chiamare Sara mercoledì pomeriggio', 'chiamare Sara', 'due 2026-11-25 15:00'],
    ['riunione gio 10:00', 'riunione', 'due 2026-11-26 10:00'],
    ['mar alle 15 visita', 'visita', 'due 2026-11-24 15:00'],
    ["tra mezz'ora forno", 'forno', 'due 2026-11-21 07:50'],
    ['tra 2 ore chiamare', 'chiamare', 'due 2026-11-21 09:20'],
    ['riunione dalle 14 alle 16 domani', 'riunione', 'due 2026-11-22 14:00 · 120m'],
  ]);
});

describe('Italian: planned days', () => {
  checkPhrases('it', [
    ['rapporto da fare domani', 'rapporto', 'planned 2026-11-22'],
    ['bozza pianificata: lunedì', 'bozza', 'planned 2026-11-23'],
    ['tesi pianifica: venerdì', 'tesi', 'planned 2026-11-27'],
    ['tesi inizio: lunedì entro venerdì', 'tesi', 'due 2026-11-27 · planned 2026-11-23'],
    ['pianifica riunione', 'pianifica riunione', ''],
  ]);
});

describe('Italian: repetitions', () => {
  checkPhrases('it', [
    ['paga affitto ogni mese', 'paga affitto', 'due 2026-11-21 · FREQ=MONTHLY'],
    ['affitto il 1 di ogni mese', 'affitto', 'due 2026-12-01 · FREQ=MONTHLY;BYMONTHDAY=1'],
    ['affitto ogni mese il 15', 'affitto', 'due 2026-12-15 · FREQ=MONTHLY;BYMONTHDAY=15'],
    [
      'affitto ogni 31 del mese',
      'affitto',
      'due 2026-11-30 · FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
    ],
    ['ogni 1 e 15 del mese stipendi', 'stipendi', 'due 2026-12-01 · FREQ=MONTHLY;BYMONTHDAY=1,15'],
    ['palestra ogni lunedì e giovedì', 'palestra', 'due 2026-11-23 · FREQ=WEEKLY;BYDAY=MO,TH'],
    [
      'palestra ogni 2 settimane il lunedì e il giovedì',
      'palestra',
      'due 2026-11-23 · FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
    ],
    ['ogni due settimane report', 'report', 'due 2026-11-21 · FREQ=WEEKLY;INTERVAL=2'],
    ['tutti i lunedì spesa', 'spesa', 'due 2026-11-23 · FREQ=WEEKLY;BYDAY=MO'],
    ['tutte le domeniche messa', 'messa', 'due 2026-11-22 · FREQ=WEEKLY;BYDAY=SU'],
    ['tutti i giorni medicine', 'medicine', 'due 2026-11-21 · FREQ=DAILY'],
    [
      'ogni giorno feriale standup 9:30',
      'standup',
      'due 2026-11-23 09:30 · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    ],
    ['nei giorni feriali sveglia', 'sveglia', 'due 2026-11-23 · FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['ogni fine settimana pulire', 'pulire', 'due 2026-11-21 · FREQ=WEEKLY;BYDAY=SA,SU'],
    ["report l'ultimo venerdì del mese", 'report', 'due 2026-11-27 · FREQ=MONTHLY;BYDAY=-1FR'],
    ['ogni primo lunedì del mese review', 'review', 'due 2026-12-07 · FREQ=MONTHLY;BYDAY=1MO'],
    ['il primo lunedì di ogni mese review', 'review', 'due 2026-12-07 · FREQ=MONTHLY;BYDAY=1MO'],
    ["chiusura l'ultimo giorno di ogni mese", 'chiusura', 'due 2026-11-30 · FREQ=MONTHLY;BYMONTHDAY=-1'],
    [
      'ultimo giorno lavorativo del mese ore',
      'ore',
      'due 2026-11-30 · FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    ],
    ['ogni trimestre iva', 'iva', 'due 2026-11-21 · FREQ=MONTHLY;INTERVAL=3'],
    ['ogni 6 mesi dentista', 'dentista', 'due 2026-11-21 · FREQ=MONTHLY;INTERVAL=6'],
    ['compleanno ogni anno il 3 maggio', 'compleanno', 'due 2027-05-03 · FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3'],
    ['compleanno ogni 25 dicembre', 'compleanno', 'due 2026-12-25 · FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25'],
    ['ogni gennaio rinnovo', 'rinnovo', 'due 2027-01-01 · FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1'],
    ['ogni sera leggere', 'leggere', 'due 2026-11-21 19:00 · FREQ=DAILY'],
    ['ogni mattina yoga', 'yoga', 'due 2026-11-21 09:00 · FREQ=DAILY'],
    ['backup ogni domenica sera', 'backup', 'due 2026-11-22 19:00 · FREQ=WEEKLY;BYDAY=SU'],
    ['ogni martedì e giovedì alle 18 yoga', 'yoga', 'due 2026-11-24 18:00 · FREQ=WEEKLY;BYDAY=TU,TH'],
    ['pagare mensilmente', 'pagare', 'due 2026-11-21 · FREQ=MONTHLY'],
    ['pillole ogni giorno per 5 volte', 'pillole', 'due 2026-11-21 · FREQ=DAILY;COUNT=5'],
    ['ogni giorno fino al 31 dicembre diario', 'diario', 'due 2026-11-21 · FREQ=DAILY;UNTIL=20261231'],
    [
      'avvento ogni giorno dal 1 dicembre al 24 dicembre',
      'avvento',
      'due 2026-12-01 · FREQ=DAILY;UNTIL=20261224',
    ],
    ['corso ogni giorno a partire da lunedì', 'corso', 'due 2026-11-23 · FREQ=DAILY'],
    ['annaffiare ogni! 3 giorni', 'annaffiare', 'due 2026-11-21 · FREQ=DAILY;INTERVAL=3 after completion'],
    [
      'annaffiare 3 giorni dopo il completamento',
      'annaffiare',
      'due 2026-11-21 · FREQ=DAILY;INTERVAL=3 after completion',
    ],
  ]);
});

describe('Italian: short syntax', () => {
  checkPhrases('it', [
    ['logo +"Brand site" @rossi', 'logo', 'project:brand-site · client:rossi'],
    ['idee +perche', 'idee', 'project:perche'],
    ['sito +nuovo-sito', 'sito', 'new project nuovo-sito'],
    ['!bassa riordino', 'riordino', 'low'],
    ['!alta riordino', 'riordino', 'high'],
    ['!media riordino', 'riordino', 'medium'],
    ['scrivere ~45min', 'scrivere', '45m'],
    ['scrivere 1h30', 'scrivere', '90m'],
    ['lavoro per 2 ore', 'lavoro', '120m'],
    ['riordino 1,5h', 'riordino', '90m'],
    ['#casa pulire #casa', 'pulire', '#casa'],
  ]);
});

describe('Italian: left alone', () => {
  checkPhrases('it', [
    ['chiama 3 persone', 'chiama 3 persone', ''],
    ['compra 2 monitor', 'compra 2 monitor', ''],
    ['due persone al bar', 'due persone al bar', ''],
    ['sei pronto?', 'sei pronto?', ''],
    ['set di coltelli', 'set di coltelli', ''],
    ['un mare di carte', 'un mare di carte', ''],
    ['Gio chiama Mario', 'Gio chiama Mario', ''],
    ['alle 5 persone', 'alle 5 persone', ''],
    ['aspettare due settimane', 'aspettare due settimane', ''],
    ['compra il 15 pollici', 'compra il 15 pollici', ''],
    ['comprare 1/2 kg', 'comprare 1/2 kg', ''],
    ['maggio è bello', 'maggio è bello', ''],
    ['weekend lavoro', 'weekend lavoro', ''],
    ['newsletter mensile', 'newsletter mensile', ''],
    ['ora o mai più', 'ora o mai più', ''],
    ['ogni cliente va sentito', 'ogni cliente va sentito', ''],
    ['pagare 3 fatture', 'pagare 3 fatture', ''],
    ['#42 problema', '#42 problema', ''],
    ['mar Mediterraneo', 'mar Mediterraneo', ''],
    ['scrivi a info@acme.it', 'scrivi a info@acme.it', ''],
    ['pagare 30 € di multa', 'pagare 30 € di multa', ''],
    ['\\domani nella battaglia', 'domani nella battaglia', ''],
  ]);
});
