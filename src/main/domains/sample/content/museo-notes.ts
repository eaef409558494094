import type { SampleNote } from '../sample-content.ts';

export const exhibitionNotes: readonly SampleNote[] = [
  {
    title: 'A day at the salt pans',
    tags: ['research', 'on-site'],
    created: -40,
    updated: -38,
    isPinned: true,
    body: `With Chiara from six in the morning until dark, {{-40}}. Rubber boots borrowed, phone wet once, no harm done.

## What I saw
Before sunrise the water has no colour at all; the posts seem to stand in the air. Then a line of pink along the far bank. At eight the wind begins, always from the same side, and the surface breaks into small squares. At noon white, nothing but white, one cannot look at it. In the evening the pans turn the colour of copper, one after the other, as if somebody were switching them on.

## What I heard
Egidio, 84, worked here until the pans closed. He does not say "salt", he says *the white*. He can tell the wind by the sound of the ropes.

> "We did not make it. We only took the water away."

## For the site
One day, dawn to night, in one scroll. The light is the story. Twelve objects appear at the hour when they were used. No dates, no map at the beginning; both at the end for those who want to know.

The list came out of this walk: [[Twelve objects for Sale e vento]].`,
  },
  {
    title: 'Twelve objects for Sale e vento',
    tags: ['content', 'reference'],
    created: -30,
    updated: -12,
    body: `Chosen with Chiara from a list of fifty. The rule was: an object stays if a person in the recordings mentions it.

| hour | object | recording |
| --- | --- | --- |
| 5 | oil lamp with wire handle | Egidio 1 |
| 6 | wooden clogs | Norma 2 |
| 7 | sluice key | Egidio 3 |
| 8 | wind flag | Norma 1 |
| 10 | long rake | Egidio 2 |
| 11 | straw hat, mended | Norma 3 |
| 12 | lunch tin | Egidio 5 |
| 14 | basket for forty kilos | Ugo 1 |
| 16 | scale with brass weights | Ugo 2 |
| 18 | account book | Ugo 4 |
| 20 | boat lantern | Egidio 4 |
| 22 | radio | Norma 4 |

The account book is fragile, the archive scans only four pages. The radio does not work, but Norma sings the tune of the evening programme, and that is better.

**Photographs:** all against dark grey, light from the left, one detail each. The clogs were taken twice, because the first time they had been cleaned.

Background and mood: [[A day at the salt pans]].`,
  },
  {
    title: 'Scroll story: technical notes',
    tags: ['dev', 'documentation'],
    created: -21,
    updated: -10,
    body: `How the light moves without melting phones.

The sky is a stack of eleven gradients, one for each hour with an object, and only two of them are visible at a time. Scrolling changes the opacity of the upper one. Nothing else moves behind the text. On the oldest test phone this stays at sixty frames.

~~~js
const hour = position / total * 17 + 5;
const index = Math.floor(hour) - 5;
sky[index].style.opacity = 1;
sky[index + 1].style.opacity = hour % 1;
~~~

## What I tried and threw away
- video of the real sunrise: 40 MB, stutters backwards
- canvas with noise: beautiful, battery down four percent in ten minutes
- animated water: people looked at the water and not at the objects

## For people who asked for less motion
The same page as eleven still pictures with the text below. Not a poorer version: Chiara prefers it for the schools.

## Sound
Never starts on its own. The button says who is speaking and how long it takes.

Printing gives the texts and objects in black on white, four pages.`,
  },
  {
    title: 'Wall texts in three languages',
    tags: ['copy', 'translation', 'reference'],
    created: -17,
    updated: -4,
    body: `The rooms have Italian, English and German texts, the site only Italian and English. What we learned about length and order.

- English is about ten percent shorter than Italian, German fifteen percent longer. The panels were drawn for Italian.
- Names of tools stay in dialect in all languages, in italics, with an explanation the first time.
- Numbers: the account book has *staia*. We leave them and give kilos in brackets.

## Glossary
| dialect | English | Deutsch |
| --- | --- | --- |
| paron | master of the pan | Salinenmeister |
| cavedin | crystallising pan | Kristallisierbecken |
| gorna | channel | Rinne |
| albuol | wooden trough | Holztrog |

The translator asked whether "the white" should become "the salt" in English. No! It is the best word in the exhibition.

## Process
Curator, then me for length, then translation, then a reader who was not there before. The last step found eleven mistakes in twelve texts.

If a job with right-to-left scripts comes, plan a layout of its own from the start; a mirrored page is not enough.`,
  },
  {
    title: 'Bozza: richiesta diritti per il filmato',
    tags: ['mail', 'licence'],
    created: -11,
    updated: -9,
    language: 'it',
    body: `Oggetto: Richiesta di utilizzo, documentario sulle saline (1954)

Gentile Archivio,

scrivo per conto del Museo della Laguna, che sta preparando la mostra "Sale e vento". Vorremmo usare nel sito della mostra un breve estratto del documentario in vostro possesso.

- **Estratto:** da 00:41 a 01:12, trentuno secondi, senza audio
- **Dove:** sito della mostra, pagina iniziale e pagina dell'oggetto "rastrello lungo"
- **Durata:** dodici mesi dall'apertura, rinnovabile
- **Formato:** bassa risoluzione, non scaricabile
- **Citazione:** come da vostra indicazione, sotto il filmato

Il progetto è senza fini di lucro e finanziato con fondi pubblici; vi chiediamo quindi se è possibile applicare la tariffa ridotta. In allegato trovate la lettera della curatrice, la dottoressa Zennaro, e un'immagine della pagina.

Apertura della mostra: {{45}}. Una risposta entro due settimane ci permetterebbe di montare il sito con calma. In caso contrario useremmo le fotografie della stessa scena, che sono già del museo.

Cordiali saluti,
Giulia Ferrante`,
  },
];

export const auditNotes: readonly SampleNote[] = [
  {
    title: 'Accessibility audit: how I would do it',
    tags: ['audit', 'offer', 'accessibility'],
    created: -18,
    updated: -15,
    body: `Base for the offer. The museum has to publish a declaration every year and has copied the old one for three years.

## Sample
Fifteen pages: home, visit, tickets, one exhibition, object search, two objects, news, contact, the form for schools, the privacy page, search results, an error page, one PDF and the newsletter.

## Steps
1. Automatic check of all pages, half a day. Finds about a third of what there is.
2. Keyboard only, a day.
3. Two screen readers, a day and a half.
4. Zoom at 200 and 400 percent, half a day.
5. Two hours with two blind visitors, paid by the museum at a fair rate.
6. Report, two days.

## The report
Not a list of 140 findings. Ten problems that keep people out, in order, each with who can repair it and how long it takes. The full table is the appendix.

## Price
56 hours, 3,400 euro. Repair is **not** included; it would be odd to judge my own work afterwards.

What I already know from the microsite: the ticket shop belongs to somebody else, and it is the worst part.`,
  },
];

export const museoNotes: readonly SampleNote[] = [
  {
    title: 'Come si fattura al museo',
    tags: ['billing', 'reference'],
    created: -54,
    updated: -8,
    language: 'it',
    body: `Passi da seguire ogni volta, nell'ordine. Se ne salto uno la fattura torna indietro dopo dodici giorni, senza spiegazioni.

1. Chiedere ad Alvise il **codice dell'ordine** prima di cominciare a lavorare.
2. Controllare che il codice sia dell'anno di bilancio in corso.
3. Dichiarazione di regolarità contributiva: vale centoventi giorni, allegarla sempre.
4. Fattura elettronica con codice univoco dell'ufficio, codice dell'ordine e data della determina.
5. IVA con scissione dei pagamenti: il museo versa l'imposta, io incasso l'imponibile.
6. Caricare sul portale anche il rapporto delle ore, in PDF.

## Tempi reali
Trenta giorni dalla *verifica*, non dalla fattura. La verifica dura da una a tre settimane. In pratica conto due mesi e non faccio affidamento su questi soldi per il trimestre.

## Persone
L'ufficio contabilità risponde al telefono il martedì e il giovedì mattina. Chiedere della signora Rosanna, che conosce i codici a memoria e non ha mai sbagliato.

L'ultima fattura ({{-9}}) è stata respinta per il punto 2. Non succederà più.`,
  },
  {
    title: 'Meeting at the museum: opening evening',
    tags: ['meeting', 'on-site'],
    created: -5,
    body: `With Chiara and Alvise in the room with the nets, {{-5}}. One hour, mostly about chairs.

## Decisions
- The opening begins at six in the evening; speeches end at half past six, whatever happens.
- The site is shown on the large screen in the last room, **not** in the entrance. People should see the objects first.
- Twelve labels with codes, at hip height, so that they can be reached from a wheelchair.
- Egidio and Norma are invited, with transport.

## To do
| who | what |
| --- | --- |
| Alvise | order code, again |
| Chiara | last three texts |
| me | labels, screen version without scrolling |
| technician | wireless network in room four |

The network is the weak point: walls of eighty centimetres, water in between. I asked for a cable to the screen and a copy of the site on a small computer under the table. If the network fails nobody will notice, and the phones of visitors use their own connection anyway.

Speech by the mayor not confirmed, as usual.`,
  },
];
