import { words, type Grammar } from './command.ts';

const ASKING =
  "(?:che cosa|cosa|che|quali|quale|quante|quanti|chi|c'è|ci sono|ho|sono|siamo|devo|mostrami|mostra|elenca|elencami|dimmi|fammi vedere|vedi|le mie|i miei|la mia|il mio|tutte?|tutti|qualcosa|attività|compiti|cose|le|i|gli|la|per|da)";

export const italian: Grammar = {
  lead: /^(?:(?:ehi|ok|ciao|allora|e|ora|senti)(?!\p{L})[,!]?\s+)?(?:adiuva(?!\p{L})[,:!]?\s+)?(?:per favore,?\s*|per piacere,?\s*|(?:puoi|potresti|mi puoi|mi potresti) |(?:vorrei|voglio) (?:che tu )?)?/iu,
  tail: /(?:,?\s+(?:per favore|per piacere|grazie|adiuva))?[\s?!.…]*$/iu,
  phrases: [
    {
      intent: 'add_task',
      pattern:
        /^(?:aggiung(?:i|ere|imi)|crea(?:re|mi)?|inserisc(?:i|imi)|inserire|metti(?:mi)?|nuov[oa]|segna(?:mi)?)\s+(?:(?:un|una|un'|il|la|l')\s*)?(?:nuov[oa]\s+)?(?:attività|attivita|compito|task|promemoria|todo|cosa da fare)(?!\p{L})\s*(?:[:,–-]\s*|(?:che dice|chiamat[oa]|per|di|da)\s+)?(?<rest>.*)$/iu,
    },
    {
      intent: 'add_task',
      pattern:
        /^(?:aggiungi|metti|segna|inserisci)\s+(?<rest>.+?)\s+(?:alle|tra le|nelle|alla|nella|ai|tra i)\s+(?:mie\s+|mia\s+|miei\s+)?(?:attività|attivita|cose da fare|lista|compiti)(?<tail>\s.*)?$/iu,
    },
    {
      intent: 'add_task',
      pattern:
        /^(?:ricordami|ricorda|ricordati)\s+(?!cosa|che cosa|quando|chi|dove|perch|come)(?:di\s+|che devo\s+)?(?<rest>.+)$/iu,
    },
    { intent: 'add_task', pattern: /^(?:attività|attivita|compito|promemoria)\s*:\s*(?<rest>.*)$/iu },
    {
      intent: 'help',
      pattern:
        /^(?:aiuto|aiutami|comandi|(?:che )?cosa (?:sai|puoi|posso) (?:fare|chieder(?:e|ti)|scrivere|dire)(?!\p{L}).*|come (?:funzioni|funziona|ti uso|si usa)(?!\p{L}).*|chi sei|cosa sei|ciao|salve|grazie.*)$/iu,
    },
    {
      intent: 'brief',
      pattern:
        /^(?:(?:mostrami|dammi|leggimi|fammi) )?(?:il |la )?(?:mio |mia )?(?:riepilogo|punto|quadro|briefing|brief)(?: (?:della|del) (?:giornata|giorno|mattino|mattina)| (?:di )?oggi| quotidiano)?$|^com'è (?:la mia giornata|messa la giornata)$|^com'è la giornata(?: di oggi)?$|^buongiorno$/iu,
    },
    {
      intent: 'promised',
      pattern:
        /^(?:(?:che )?cosa|quello che|tutto quello che|che)(?: altro)? (?:(?:gli |le |vi )?(?:ho|abbiamo|avevo) (?:già )?(?:promesso|concordato|pattuito|detto di sì)|mi sono impegnat[oa] a fare)(?!\p{L})\s*(?:(?:di fare )?(?:alla|allo|agli|alle|ai|al|all'|ad|a|con la|con il|con lo|con l'|con i|con|per)\s*)?(?<rest>.*)$/iu,
    },
    {
      intent: 'promised',
      pattern: /^(?:che )?cosa devo (?:ancora )?(?:alla|allo|agli|alle|ai|al|all'|ad|a)\s*(?<rest>.+)$/iu,
    },
    {
      intent: 'promised',
      pattern:
        /^(?:(?:mostrami|elenca) )?(?:le (?:mie )?promesse|promesse|gli impegni|i miei impegni|impegni presi)(?: fatte| presi)?\s*(?:(?:alla|allo|agli|alle|ai|al|all'|ad|a|con la|con il|con|per|verso)\s*)(?<rest>.+)$/iu,
    },
    {
      intent: 'plan',
      pattern:
        /^(?:aiutami a )?(?:ri)?(?:pianific|organizz|programm)(?:a|ami|are|armi)\s+(?:la |il |le )?(?:mia |mio |mie |prossima |questa )?(?<rest>(?:giornata|settimana|giorno|giorni|lavoro|tempo|oggi|domani|lunedì|martedì|mercoledì|giovedì|venerdì)(?!\p{L}).*)$|^(?:fammi|fai|proponi|preparami) un piano(?!\p{L})(?<more>.*)$/iu,
    },
    {
      intent: 'proposals',
      pattern: new RegExp(
        `^(?:${ASKING}(?!\\p{L}).*)?(?:propost[ae]|suggeriment[oi]|(?:da|posso|devo) approvare|aspetta(?:no)? (?:la mia )?approvazione|in attesa di approvazione)(?:\\s+(?:ci sono|in sospeso|in attesa|aperte))?$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'conflicts',
      pattern: new RegExp(
        `^(?:${ASKING}(?!\\p{L}).*)?(?<!\\p{L})(?:conflitt[oi]|sovrappo(?:sizion[ei]|ste|sti|ne|ngono)|accavall\\p{L}+|scontr\\p{L}+)(?!\\p{L}).*$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'summary',
      pattern:
        /^(?:riassum(?:i|imi|ere)|sintetizza|(?:fammi |dammi |mostrami )?(?:un |una |il |lo )?(?:riassunto|sintesi|riepilogo|quadro|stato|punto)(?: di| del| della| dello| dell'| dei| su| sul| sulla| sullo)?|(?:fai|facciamo|fammi) il punto su(?:l|lla|llo|ll'|i)?|come (?:va|vanno|procede|procedono|sta andando|è messo|è messa)|a che punto (?:è|siamo|sono)(?: con)?|parlami (?:di|del|della|dello|dell')|(?:che )?cosa (?:succede|c'è di nuovo) (?:con|per|in))\s*(?:(?:il|la|lo|i|gli|le|l')\s*)?(?<rest>.+)$/iu,
    },
    {
      intent: 'summary',
      pattern: /^(?:riassumi|riassunto|sintesi|stato)(?: questo| questo progetto)?(?<rest>)$/iu,
    },
    {
      intent: 'done',
      pattern:
        /^(?:(?:che )?cosa|che|quali attività) (?:ho|abbiamo) (?:fatto|finito|completato|concluso|chiuso)(?!\p{L}).*$|^(?:(?:mostrami|elenca) )?(?:le )?(?:attività |cose )?(?:fatte|finite|completate|concluse)(?!\p{L}).*$/iu,
      isLoose: true,
    },
    {
      intent: 'overdue',
      pattern: new RegExp(
        `^(?:${ASKING}(?!\\p{L}).*)?(?<!\\p{L})(?:in ritardo|scadut[aeio]|arretrat[aeio]|indietro|ho saltato|mi sono pers[oa])(?!\\p{L}).*$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'waiting',
      pattern: new RegExp(
        `^(?:${ASKING}(?!\\p{L}).*)?(?<!\\p{L})(?:aspett(?:o|a|ano|iamo|ando)|in attesa|bloccat[aeio]|ferm[aeio])(?!\\p{L}).*$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'events',
      pattern: new RegExp(
        `^(?:${ASKING}(?!\\p{L}).*)?(?<!\\p{L})(?:calendario|riunion[ei]|appuntament[oi]|event[oi]|incontr[oi]|impegni)(?!\\p{L}).*$|^(?:sono|quando sono) (?:liber[oa]|occupat[oa])(?!\\p{L}).*$`,
        'iu',
      ),
      isLoose: true,
    },
    {
      intent: 'due',
      pattern: new RegExp(
        `^(?:${ASKING}(?!\\p{L}).*)?(?<!\\p{L})(?:scad(?:e|ono|enza|enze)|da fare|attività|attivita|compiti|agenda|in programma|devo fare|mi aspetta|prossime)(?!\\p{L}).*$|^(?:che cosa|cosa|che) (?:ho|c'è)(?!\\p{L}).*$|^(?:oggi|domani|questa settimana|la prossima settimana)$`,
        'iu',
      ),
      isLoose: true,
    },
  ],
  small: words(`
    a abbiamo ad adesso agenda agli ai al all alla alle allo altro anche ancora appuntamenti appuntamento approvare
    approvazione aspetta aspettando aspettano aspetto aspettiamo attesa attivita avere bloccata bloccate bloccati
    bloccato c calendario che chi ci cliente come compiti con concluse conflitti conflitto cosa cose da dal dalla
    degli dei del della delle dello dell devo di dimmi domani dopo dove due e ed eventi evento fa fai fammi fare fatte
    fatto ferme fermi ferma fermo finite finito fino fra gia gli giorni giorno giornata ha hai ho i ieri il impegni in
    incontri incontro indietro l la le lista lo loro ma me mese mi mia mie miei mio mostra mostrami ne nel nella nelle
    nessuna niente noi non oggi ogni ora per piano piu poi posso pomeriggio progetto programma promesso proposta
    proposte prossima prossime prossimi prossimo qualcosa quale quali quando quante quanti quanto quella quelle quello
    questa queste questi questo riunione riunioni ritardo saltato scade scadenza scadenze scadono scaduta scadute
    scaduti scaduto scorsa scorso se settimana settimane si sia siamo sono sospeso sovrapposizione sovrapposizioni
    stasera su sul sulla suggerimenti sull te ti tra tutte tutti tutto un una uno vanno vede vedere vedi arretrate
    arretrati è entro lunedi martedi mercoledi giovedi venerdi sabato domenica anno mesi chiuso completato completate
    accavallano scontrano sovrappongono libero libera occupato occupata sto stiamo nei sei sette otto nove dieci tre quattro cinque
  `),
};
