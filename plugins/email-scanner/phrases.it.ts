import type { Phrases } from './phrases.ts';

/** Phrases apart by commas. */
export const ITALIAN: Phrases = {
  ask: `
    puoi, potresti, dobbiamo, potrebbe, potete, potreste, riesci a, riuscite a, riesce a, riusciresti, per favore,
    per cortesia, per piacere, cortesemente, gentilmente, ti chiedo, le chiedo, vi chiedo, ti chiederei,
    le chiederei, chiediamo, ho bisogno, abbiamo bisogno, avrei bisogno, avremmo bisogno, avrebbe
    bisogno, mi serve, ci serve, mi servono, ci servono, mi servirebbe, ci servirebbe, mi servirebbero,
    ci servirebbero, serve ancora, fammi sapere, fateci sapere, facci sapere, mi faccia sapere, ci
    faccia sapere, fammi avere, ricordati, ricorda di, ricordatevi, attendo, attendiamo, aspetto la,
    aspetto il, aspetto una, aspetto un, aspetto tue, aspetto i, aspetto le, aspettiamo la, aspettiamo
    il, aspettiamo i, aspettiamo le, aspettiamo una, inviami, mandami, inviaci, mandaci, mi mandi, mi
    invii, ci mandi, ci invii, ti prego, la prego, si prega, bisogna, dovresti, devi, dovrebbe, occorre,
    ti ricordo, le ricordo, vi ricordo, ti ricordiamo, sollecito, sollecitare, manca ancora, mancano
    ancora, manca solo, mancano, ci sono novita, hai novita, avete novita, dimmi, confermami,
    confermaci, chiamami, rispondimi, preparami, ti va di, mi dai, mi dici, mi confermi, ci confermi, mi
    giri, mi prepari, va firmato, va firmata, da firmare, non ho ancora ricevuto, non abbiamo ancora
    ricevuto, va consegnato, va consegnata, vanno consegnati, vanno consegnate, va inviato, va inviata
  `,
  question: `
    sei, siete, va bene se, ti va bene, vi va bene, hai, avete, ha, quando, quanto, quanti, quante, quale, quali, come mai, dove, e'
    possibile, e possibile, sarebbe possibile, possiamo, potremmo, dobbiamo, cosa, c'e, che ne dici, che
    ne pensi, chi, a che punto, a che ora, saresti, ti andrebbe, come procediamo, perche
  `,
  deadline: `
    entro, scadenza, scade, scadono, da consegnare, consegna prevista, al piu tardi, termine ultimo
  `,
  invoice: `
    fattura, fatture, preventivo, bonifico, pagamento, parcella, nota spese
  `,
  bill: `
    in allegato la fattura, allego la fattura, alleghiamo la fattura, inviamo la fattura, in allegato la
    nostra fattura, trasmettiamo la fattura, pagamento in scadenza, fattura in scadenza, in scadenza,
    risulta scaduta, risulta scaduto, risulta non pagata, non risulta pagata, scade il, scade tra, scade
    domani, scadra, da pagare entro, importo da pagare, azione richiesta, firma il documento, in attesa
    della tua firma, da firmare, rinnova entro, rinnovare entro, pagamento non riuscito, non e andato a
    buon fine, rifiutato, conferma il tuo, conferma la tua
  `,
  settled: `
    nessuna azione, niente da fare, nulla da fare, non serve, non servono, non devi, non dovete, non
    occorre, non bisogna, non ti preoccupare, non preoccuparti, non c'e bisogno, non c'e fretta, senza
    fretta, senza impegno, per tua informazione, per conoscenza, per vostra informazione, solo per
    informarti, se vuoi, se ti va, se ti interessa, se ti fa piacere, se hai domande, se avete domande,
    per qualsiasi, per qualunque, resto a disposizione, rimango a disposizione, restiamo a disposizione,
    rimaniamo a disposizione, a disposizione per, non esitare, non esitate, non esiti, come stai, come
    va, come state, spero che, spero tu, gia pagato, gia pagata, e stata pagata, e stato pagato, gia
    fatto, grazie per, grazie di, ti ringrazio per, ci vediamo, non rispondere, non risponda, si prega
    di non, puoi trovare, puoi vedere, trovi in allegato, trova in allegato, non aspetto, non ho
    bisogno, non abbiamo bisogno, com'e andata, come e andata, chi lo sa, hai visto che, tutto a posto,
    tutto ok, ti puoi, puoi anche, non devi fare, che bello, nessuna risposta, tutto quello che, quello che ci serve, quello che mi serve, considera l'ambiente, se
    non sei il destinatario
  `,
  promise: `
    ti mando, ti invio, ti inviero, ti mandero, ti faccio sapere, ti faro sapere, vi faremo sapere, le
    faremo sapere, ti faremo sapere, vi inviamo, ti inviamo, me ne occupo io, ci penso io, ti chiamo io,
    ti richiamo, ti aggiorno, vi aggiorno, la contatteremo, ti contatteremo, vi contatteremo, ci stiamo
    lavorando, preparo io, pensiamo noi, ci pensiamo noi
  `,
  urgent: `
    urgente, urgentemente, urgenza, al piu presto, prima possibile, quanto prima, subito, priorita alta,
    massima priorita, ultimo sollecito, ultimo avviso
  `,
  auto: `
    risposta automatica, fuori ufficio, fuori sede, messaggio automatico, mancato recapito, mancata
    consegna, ricevuta di ritorno, accettazione, avvenuta consegna
  `,
};
