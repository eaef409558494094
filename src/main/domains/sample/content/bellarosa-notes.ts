import type { SampleNote } from '../sample-content.ts';

export const shopNotes: readonly SampleNote[] = [
  {
    title: 'Bellarosa shop: kickoff',
    tags: ['meeting', 'e-commerce'],
    created: -48,
    updated: -46,
    isPinned: true,
    body: `# Kickoff at the roastery, {{-48}}

Present: Marta, Davide, Ettore for the first half hour.

## What they have
The present shop is nine years old and runs on a hosting contract that nobody can find the password for. About 70 orders a month, most of them from people who also come to the bar. Davide copies each order by hand into the accounting program.

## What they want
- Subscriptions: "the same bag every three weeks, without thinking about it".
- Photos that look like their coffee, not like stock.
- No account needed to buy.
- Gift orders, with a handwritten note.

## What worries them
Marta fears that the shop will look "like a perfume". The roastery is loud, warm and a bit messy, and she wants that to be felt. Ettore only asked one thing: the roast date must be on the product page.

## Decisions
1. Four blends and five single origins at the start, nothing else.
2. Italian and English, no other language this year.
3. Launch on a Tuesday. Never before a weekend.

Next: [[Bellarosa shop: structure and page list]], then the rates in [[Shipping rates for coffee parcels]].`,
  },
  {
    title: 'Bellarosa shop: structure and page list',
    tags: ['ux', 'brief'],
    created: -40,
    updated: -33,
    body: `Page list as agreed with Davide. Everything that is not here is out of scope for the first launch.

| page | who writes it | state |
| --- | --- | --- |
| Home | me, with Marta | text ready |
| Coffee list | generated | designed |
| Coffee page | Ettore (tasting), me (rest) | two of nine texts missing |
| Subscription | me | designed |
| The roastery | Marta | first draft |
| Brewing guides | Davide | three of five |
| Cart and checkout | me | in work |
| Legal pages | their accountant | waiting |

## Rules for the coffee page
The name, the photo and the price are visible on a small phone without scrolling. Under them the **grind picker**: six options, the last choice is remembered on the device. Tasting notes are words in a sentence, no radar chart. The roast date is a real date from the stock sheet.

## Things we said no to
- reviews with stars
- a points programme
- a chat bubble

See [[Bellarosa shop: kickoff]] for why.`,
  },
  {
    title: 'Shipping rates for coffee parcels',
    tags: ['reference', 'checkout'],
    created: -20,
    updated: -6,
    body: `Typed from the photo that Davide sent on {{-20}}. Prices are with VAT, the carrier comes at three in the afternoon.

| weight | Italy | islands | EU zone 1 | EU zone 2 |
| --- | --- | --- | --- | --- |
| up to 1 kg | 4.90 | 6.40 | 11.50 | 14.90 |
| up to 3 kg | 6.20 | 7.90 | 14.00 | 18.50 |
| up to 5 kg | 7.80 | 9.80 | 17.20 | 22.00 |
| up to 10 kg | 10.50 | 13.50 | 24.80 | 31.00 |

Free in Italy from 45 euro, on the islands from 60. Nothing is free abroad.

The function is small enough to stay in the shop itself:

~~~ts
function rateFor(weightGrams: number, zone: Zone): Cents {
  const row = RATES.find((rate) => weightGrams <= rate.upToGrams);
  if (!row) throw new TooHeavy(weightGrams);
  return row.cents[zone];
}
~~~

Open question: the bags weigh 18 g, the box 140 g. Do the limits count the packed weight? Davide thinks so, the carrier's sheet does not say. I assume packed weight, it is the safe side. Switzerland is left out until they know what customs costs.`,
  },
  {
    title: 'Bozza mail: secondo acconto negozio',
    tags: ['mail', 'billing'],
    created: -3,
    updated: -1,
    language: 'it',
    body: `Oggetto: Negozio online, secondo acconto

Cara Marta,

il checkout è quasi pronto: da lunedì Davide può fare un ordine di prova sul sito di staging, dall'inizio alla fine, compreso un rimborso. Appena mi confermate che tutto funziona, vi mando la fattura del secondo acconto come da preventivo:

- importo: 4.900 euro più IVA
- pagamento: bonifico a 30 giorni
- riferimento: preventivo firmato a inizio progetto

Due cose che mi servono da voi entro la settimana:

1. le note di degustazione dei due lotti etiopi (Ettore lo sa);
2. il testo della pagina "La torrefazione", anche solo come appunti vocali, ci penso io a scriverlo.

La lista completa delle pagine è sempre quella: le voci mancanti sono segnate in giallo.

Grazie e a presto,
Giulia

> Nota per me: non spedire prima che Davide abbia fatto la prova. Dettagli in [[Bellarosa shop: structure and page list]].`,
  },
  {
    title: 'Launch checklist for the roastery shop',
    tags: ['checklist', 'launch'],
    created: -14,
    updated: -2,
    body: `Copied from [[Launch day checklist]] and made fit for this shop.

## A week before
- [x] Domain moves to an account that Marta owns
- [ ] Lower the DNS lifetime to five minutes
- [ ] Redirects tested with the list from the old shop
- [ ] Legal pages from the accountant are in
- [ ] One order with each payment method, one refund

## The evening before
- [ ] Old shop in read-only mode, note on the home page
- [ ] Last orders exported and sent to Davide
- [ ] Back-up of both databases, restore tried once

## The day
- [ ] Switch at seven in the morning, before the first parcels
- [ ] Davide places the first order from his phone
- [ ] Watch the error log until noon
- [ ] Mail to subscribers after lunch, not before

## The week after
- [ ] Compare daily orders with the same week of last month
- [ ] Fix the ten most frequent missing addresses
- [ ] Ask Marta what customers say at the counter

If anything with payments is wrong, the way back is the old shop: it stays up, hidden, for fourteen days.`,
  },
];

export const packagingNotes: readonly SampleNote[] = [
  {
    title: 'Single-origin labels: direction and colours',
    tags: ['design', 'print'],
    created: -19,
    updated: -9,
    body: `Marta chose direction two: the contour lines of the place where the coffee grows, printed in one colour on uncoated paper, with a clear varnish on the summit line.

## Palette
| coffee | ink | why |
| --- | --- | --- |
| Guatemala Huehuetenango | dark green | cedar shade on the farm photos |
| Ethiopia Guji | brick | the soil |
| Colombia Nariño | violet grey | volcano evening |
| Brazil Cerrado | ochre | dry grass |

The four inks must sit next to each other on a shelf without shouting. I printed them on the office printer and left them on the bar for a day; people touched the green one first.

## Type
Name of the place large, country small. No "specialty", no "artisan", no seal. Roast date is stamped by hand in the space bottom right, 32 by 12 millimetres.

The elevation data is public; the drawing is mine and simplified to nine lines per label, because more of them close up at this size. Print details are in [[Label specification for the printer]].`,
  },
  {
    title: 'Label specification for the printer',
    tags: ['print', 'reference'],
    created: -12,
    updated: -5,
    body: `For Tipografia del Reno, sent as PDF with the artwork. Keep this note in step with the file.

- **Format:** 90 x 140 mm for 250 g, 110 x 180 mm for 1 kg, 3 mm bleed
- **Paper:** uncoated, 90 g, wet-strength glue
- **Colours:** one spot ink per label, black for the legal text
- **Varnish:** spot gloss on layer \`VARNISH\`, overprint on
- **Rounded corners:** 2 mm
- **Roll:** labels outside, head first, 1,000 a roll

## Quantities
Guatemala 2,000, Ethiopia 2,000, Colombia 1,000, Brazil 3,000. The printer gives a better price from 8,000 in one run, which is exactly this sum, so no more splitting.

## Must be checked on the proof
1. Legal text not under 1.2 mm x-height
2. Lot number field stays free of varnish, otherwise the stamp smears
3. Brick red on this paper: it looked pink on the last job

The choice behind it: [[Single-origin labels: direction and colours]].`,
  },
  {
    title: 'Preventivi a confronto: stampa etichette',
    tags: ['research', 'print', 'prices'],
    created: -27,
    updated: -22,
    language: 'it',
    body: `Tre tipografie, stessa richiesta: 8.000 etichette in quattro varianti, un colore speciale più nero, vernice a zone.

| tipografia | prezzo | tempi | note |
| --- | --- | --- | --- |
| Tipografia del Reno | 1.140 € | 9 giorni | prova di stampa compresa |
| Etichette Savena | 980 € | 12 giorni | vernice solo lucida, non a zone |
| Stampa rapida online | 720 € | 5 giorni | solo quadricromia |

La più economica non va bene: il verde in quadricromia diventa spento, e si vede. Savena sarebbe interessante, ma senza vernice a zone perdiamo la linea della cima, che è tutta l'idea.

**Consiglio:** Tipografia del Reno. Costa 160 euro in più e ci dà la prova compresa; la sola prova da Savena ne costa 90. Inoltre sono a venti minuti di bici e posso andare a vedere l'avviamento macchina.

Marta ha detto sì al telefono ({{-22}}). Resta da chiedere se il rotolo da 1.000 entra nella loro etichettatrice: Ettore dice "credo di sì", quindi va misurato.`,
  },
];

export const menuNotes: readonly SampleNote[] = [
  {
    title: 'What I learned from the café menu job',
    tags: ['retrospective'],
    created: -11,
    body: `The board is up and people read it. A few things to remember for the next job of this kind.

**Went well.** Measuring the wall myself. The drawing from the landlord was eleven centimetres off, and the board would have covered the socket of the coffee grinder. Two columns instead of three: the queue reads from the left while it moves.

**Went badly.** Allergens came last and cost a whole evening. They belong in the first text round, with a table that the client fills in:

- product
- ingredients that are always there
- ingredients that change with the day

**Numbers.** Offered 30 hours, worked 34. The four extra were the allergens and one trip because the sign painter wanted the paths without strokes. Both can be in the offer next time as "content review" and "hand-over to trades".

Marta asked for a small version on paper for the tables. I said yes at an hourly rate and it took ninety minutes. It should have been part of the first offer: whoever has a board will ask for a sheet. Add to [[Price list for small jobs]].`,
  },
];

export const bellarosaNotes: readonly SampleNote[] = [
  {
    title: 'How the Bellarosas like to work',
    tags: ['client-care'],
    created: -200,
    updated: -16,
    body: `Small things that make working with them easy. Nobody told me, I learned most of it the slow way.

- Marta answers the phone, not mail. If it must be in writing, print it and bring it; she signs on paper and gives it back at once.
- Davide answers at night. Do not take it as urgent.
- Show **one** proposal with a reason, then a second one if they ask. Three at once ends in a family discussion.
- Never send drafts on Saturday.
- Real coffee names in every mock-up. A placeholder name was read as a new product once and went to the printer's quote.

> "If I have to read the instructions, it is not finished." (Marta, about the coffee grinder, but also about the shop)

Payment is by bank transfer within a week of the invoice, without reminders. They get the small-client rate because they were my first client in the neighbourhood; the agreement is to talk about it again once the shop is live. Notes for that talk are in [[Raising my rates: what to say]].`,
  },
  {
    title: 'Ideas for the roastery after launch',
    tags: ['ideas'],
    created: -30,
    updated: -4,
    body: `Not promised to anybody. To be brought up, one at a time, in the monthly call.

1. **Bar screen.** A tablet behind the counter that shows today's roast. Could read the same stock sheet as the shop. Half a day.
2. **Office subscriptions.** Six companies in the street buy by phone. One page with a form, no payment, invoice at the end of the month. This is the one with money in it: about 40 kilos a month according to Davide.
3. **Brewing cards.** The five guides as postcards in the parcel. Cheap at 500 pieces, and the illustrations exist.
4. **Tasting evenings.** They do them already, by word of mouth. A list with dates and a waiting list would be enough; no ticket system.

What I would not do: an app. Nobody needs an app to buy coffee every three weeks.

Davide mentioned a second shop in the city centre, "maybe". If that happens the signage from the bar should become a small system first, otherwise each place will look different within a year. See [[What I learned from the café menu job]].`,
  },
];
