import type { SampleNote } from '../sample-content.ts';

export const bookingNotes: readonly SampleNote[] = [
  {
    title: 'A morning in the waiting room',
    tags: ['research', 'on-site'],
    created: -49,
    updated: -48,
    isPinned: true,
    body: `From half past eight to noon, {{-49}}, on the chair next to the radiator. Forty-three calls. I kept a tally.

| reason | calls |
| --- | --- |
| move an appointment | 19 |
| ask when the appointment is | 8 |
| new appointment | 7 |
| pain, today please | 5 |
| bills and insurance | 4 |

So 27 of 43 are about appointments that already exist. The first draft of the project was about *new* appointments. That was wrong.

## What I heard
- Nobody says "controllo". They say "quella cosa ogni sei mesi".
- People call from the car.
- Simona knows most voices and says the first name before they do.

## What follows
1. A reminder the day before, with a link to move the appointment. This alone could take away a third of the calls.
2. The form asks three things, not eleven.
3. Pain is not for the form: a large phone number, always visible.

Simona was afraid that the system replaces her. It replaces the part that she does while holding the phone with her shoulder. I told her so, and showed her the tally.`,
  },
  {
    title: 'Tipi di visita e durate',
    tags: ['content', 'reference'],
    created: -39,
    updated: -9,
    language: 'it',
    body: `Dettate da Simona, controllate sul calendario degli ultimi due mesi. Le durate sul vecchio sito erano quelle di dieci anni fa.

| come lo dice il paziente | nome interno | minuti | chi |
| --- | --- | --- | --- |
| la prima volta | prima visita | 50 | dottoressa |
| quella cosa ogni sei mesi | controllo | 20 | tutti |
| la pulizia | igiene | 40 | igienista |
| un'otturazione | conservativa | 45 | dottori |
| il dente da togliere | estrazione | 60 | dottori |
| i bambini | visita pediatrica | 30 | dottoressa |

## Regole
- Due estrazioni di seguito mai, serve mezz'ora tra una e l'altra.
- I bambini solo al mattino, prima delle undici.
- Dal modulo si prenotano soltanto le prime tre righe e i bambini. Il resto passa da Simona.
- Lo studio tiene libere due mezz'ore al giorno per chi ha dolore: il modulo non deve mai mostrarle.

I nomi visibili sono quelli della prima colonna. La dottoressa all'inizio preferiva quelli clinici; le ho fatto leggere la tabella delle telefonate in [[A morning in the waiting room]] e ha cambiato idea.`,
  },
  {
    title: 'Calendar connection: notes for later',
    tags: ['dev', 'integration'],
    created: -12,
    updated: -8,
    body: `The practice program speaks CalDAV, more or less. What I had to find out, so that nobody must find it out again.

- The server drops idle connections after 30 seconds.
- It answers a query for a range of more than 62 days with an empty list and status 200.
- Recurring breaks (lunch, meeting) come as single events.
- Two clients that write the same slot: the second one wins, without an error.

## How the form deals with it
1. Read the free slots of the next 28 days, in two queries.
2. Before saving, read the day again.
3. Save with the condition that the entry has not changed.
4. Read back. If it is not ours, apologise and show the next free time.

~~~ts
const day = await calendar.readDay(slot.date);
if (!isFree(day, slot)) return { kind: 'taken', next: nextFree(day, slot) };
await calendar.create(slot, { ifUnchangedSince: day.tag });
~~~

Tested with Simona typing into the same half hour while I booked from the phone: 20 tries, one collision, handled politely. Test log is linked at the checkpoint.`,
  },
  {
    title: 'Usability test plan, five patients',
    tags: ['testing', 'checklist'],
    created: -7,
    updated: -1,
    body: `Practice, afternoon, twenty-five minutes a person. Simona has chosen them: ages 61, 64, 68, 72 and 79; two wear reading glasses and say they do not need them.

## Tasks
1. You want "the thing every six months". Get an appointment next week, after four o'clock.
2. Something has come up. Move it by a day.
3. You have pain now. What do you do?

## I watch for
- do they find the way back?
- do they read the sentence above the button?
- do they notice the phone number without being told?

## Rules for me
- No help before two minutes have passed.
- Ask "what did you expect?" and never "did you like it?".
- Write down words, not opinions.

## Good enough means
Four of five do task one alone, all five find the phone number within ten seconds. If not, we move the launch and I say so on the same evening.

Bring: two tablets, the paper form, consent sheets in large print, a box of good biscuits. The visit names come from [[Tipi di visita e durate]].`,
  },
  {
    title: 'Bozza: testo per i pazienti sul nuovo sito',
    tags: ['copy'],
    created: -6,
    updated: -3,
    language: 'it',
    body: `Da appendere all'ingresso e da mandare con il promemoria. Massimo cento parole, caratteri grandi.

---

**Da oggi può spostare il suo appuntamento anche dal telefono.**

Il giorno prima della visita riceve un messaggio. Se va tutto bene, non deve fare nulla. Se ha un imprevisto, tocchi il collegamento nel messaggio e scelga un altro orario: ci vuole meno di un minuto.

Preferisce la voce? Simona risponde come sempre, dalle 8.30 alle 12.30 e dalle 14.30 alle 18.30.

**Ha dolore? Non usi il modulo, ci chiami subito.**

---

Note per me:

- niente "portale", niente "piattaforma", niente "account";
- la frase sul dolore resta per ultima e in grassetto, la dottoressa ci tiene;
- il messaggio arriva alle sei di sera, non prima: di giorno le persone lavorano;
- la versione per il sito ha lo stesso testo, così chi ha letto il cartello riconosce le parole.

Da far leggere a due dei cinque pazienti della prova: [[Usability test plan, five patients]].`,
  },
];

export const leafletNotes: readonly SampleNote[] = [
  {
    title: 'Leaflets: first thoughts',
    tags: ['ideas', 'print'],
    created: -17,
    updated: -13,
    body: `The dottoressa gives the same speech six times a day, and people forget it in the lift. A leaflet would help if it were written for somebody whose mouth is numb and who wants to go home.

**Format.** One sheet folded once, so that it fits into a coat pocket. The inside is a single question: *is this normal?* Two columns, yes and no. If no, the number.

**Topics** they have in mind:
- after an extraction
- the first days with a brace
- children and the first visit
- bleeding gums

**Words.** "You may feel" and no Latin. Hours are given as times of the day: "until this evening" in place of "for eight hours".

**Languages.** Italian first. Simona says that Ukrainian, Arabic and Punjabi would help most. Arabic needs its own layout, from right to left, and not a translated copy. I have not priced that yet; look at what we did in [[Wall texts in three languages]].

Budget in the offer is 42 hours. With three languages it is tight, with four it is not possible.`,
  },
];

export const marchettiNotes: readonly SampleNote[] = [
  {
    title: 'Data protection: what the practice must not get from me',
    tags: ['legal', 'reference'],
    created: -45,
    updated: -30,
    body: `Health data is a different league. After the call with their consultant, the short version of what I build and what I do not build.

## The form may hold
name, phone number, type of visit, wished day. Nothing else, no free text. A free text field *will* be filled with symptoms.

## It may not
- keep anything after the booking has reached the calendar
- load anything from third parties, not even a font or a map picture
- write names or numbers into a log
- send the type of visit in a text message

## Who is responsible
The practice is the controller, I am a processor for the time of maintenance. Agreement signed on {{-44}}. Hosting in the EU, contract with the hoster is theirs and not mine.

## If something goes wrong
Call the dottoressa first, the consultant second, within the same day. The seventy-two hours of the law begin when *I* notice it, not when I understand it.

The reminder is therefore as dull as possible: "Studio Marchetti, domani alle 16.20. Per spostare: link."`,
  },
  {
    title: 'Offer: yearly care of the booking system',
    tags: ['offer', 'prices'],
    created: -4,
    updated: -2,
    body: `Draft of the numbers before I put them in the nice layout.

| part | what | hours a year |
| --- | --- | --- |
| updates | libraries, certificates, browsers | 12 |
| watching | alarm when no booking works for an hour | 4 |
| back-ups | monthly restore test | 3 |
| small changes | holidays, doctors, durations | 8 |
| reserve | calendar program changes its mind | 5 |

32 hours at 60 euro are 1,920 euro. I would offer **1,680 a year**, paid quarterly, because a fixed income is worth something to me too.

What it does *not* contain: new functions, training of new staff, anything on a Sunday.

Reaction time: one working day; half a day when nobody can book. I am alone, so no more than that can be promised honestly. While I am on holiday the form can be switched off with one button and shows the phone number; Simona has the button.

Compare with the care plan in [[Care plan: scope and limits]], which is larger because the site is.`,
  },
];
