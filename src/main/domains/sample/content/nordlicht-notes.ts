import type { SampleNote } from '../sample-content.ts';

export const coverNotes: readonly SampleNote[] = [
  {
    title: 'Hafenkommissar covers: brief',
    tags: ['brief', 'books'],
    created: -52,
    updated: -43,
    isPinned: true,
    body: `Summary of the call with Anke Petersen, translated from my German scribbles.

The series has sold quietly for four years with stock-photo covers. The last two volumes are the best ones, and the publisher wants to start again: new covers for all six, one every three to four weeks, so that the whole series stands on the table for the season.

## Fixed
- Author name and title are set in the publisher's typeface
- No people, no blood, no lighthouse
- Matt lamination, one spot colour

## Free
Everything else. Anke's words: "It may be darker than the sales team likes, but not darker than the books."

## Reader
Bought in railway stations and small bookshops, read on trains. Must be readable at two metres and as a thumbnail of 120 pixels.

## Money
1,600 euro a cover including two rounds. Rights: print, e-book and advertising of the series. Audiobook is not mentioned, see [[Photo licence, harbour at night]].`,
  },
  {
    title: 'Series system: what stays and what moves',
    tags: ['design', 'documentation'],
    created: -36,
    updated: -11,
    body: `The system in one paragraph: a single huge harbour object, seen from a place where you should not be standing, in near-black blue, and one light source in orange. The light moves from the top left on volume one to the bottom right on volume six, so the six spines make one slow movement across the shelf.

| volume | object | light |
| --- | --- | --- |
| 1 Kaltes Wasser | bollard from below water | top left |
| 2 Der stille Kran | crane from beneath | upper third |
| 3 Nebelhorn | horn, very close | centre left |
| 4 Schwarze Tide | chain | centre right |
| 5 Lotsenwechsel | ship's side with ladder | lower third |
| 6 Letzte Fähre | ramp, closed | bottom right |

## Rules I want to keep
1. The object is cut by at least two edges.
2. Orange covers less than three percent of the front.
3. The title never sits on the light.
4. No texture that cannot be seen in the thumbnail.

I tried a second accent colour for the paperback edition. It kills the idea. Leave it. The starting point was [[Hafenkommissar covers: brief]].`,
  },
  {
    title: 'Photo licence, harbour at night',
    tags: ['licence', 'reference'],
    created: -28,
    updated: -26,
    body: `One photograph carries volumes one, two and five. Bought from the photographer directly, because the agency could only license per title.

- **Scope:** six covers of one series, print run up to 25,000 each
- **Media:** printed book, e-book, advertising for the books
- **Territory:** German-speaking countries
- **Time:** eight years
- **Credit:** on the imprint page, not on the cover
- **Price:** 850 euro, passed on to the publisher at cost

Not included: audiobooks, foreign editions, merchandise. The photographer answers quickly and is open to an extension; for foreign editions he named about 120 euro a language.

I must tell Anke about the audiobooks *before* the first one is announced. Last year another publisher reused a cover for a streaming edition without asking anybody, and the invoice went to the designer first.

The signed PDF is in the project folder; a copy is with Jonas, who also has the invoice number for the imprint.`,
  },
  {
    title: 'Entwurf: Mail an Anke zum zweiten Band',
    tags: ['mail'],
    created: -2,
    updated: -1,
    language: 'de',
    body: `Betreff: Der stille Kran, zwei Entwürfe

Liebe Anke,

anbei zwei Entwürfe für den zweiten Band. Beide folgen den Regeln, die wir beim ersten festgelegt haben; sie unterscheiden sich nur darin, wie weit man unter dem Kran steht.

**Entwurf A** ist ruhiger. Der Kran füllt das obere Drittel, das Licht sitzt in der Kabine. Neben Band eins wirkt er wie die zweite Seite desselben Bildes.

**Entwurf B** steht direkt unter dem Haken. Er ist unbequemer und näher am Buch. Als Vorschaubild funktioniert er besser, ich habe beide bei 120 Pixeln geprüft.

Meine Empfehlung ist B. Falls der Vertrieb ihn zu dunkel findet, hellen wir lieber den Himmel auf als das Orange zu vergrößern.

Für die Reinzeichnung brauche ich von Jonas noch die Rückenbreite. Wenn die Seitenzahl bis {{5}} feststeht, liefern wir pünktlich.

Herzliche Grüße aus Bologna
Giulia

Intern: Regeln stehen in [[Series system: what stays and what moves]].`,
  },
  {
    title: 'Kaltes Wasser: print check',
    tags: ['print', 'meeting'],
    created: -12,
    body: `Video call with Jonas and the printer while the first sheets came off the press, {{-12}}.

The blue is right. On the uncalibrated camera it looked purple and everybody got nervous for five minutes; the printer held it against the proof in the light booth and it matched.

The orange was too red in the first sheets. They took back magenta by about four percent, which is more than I would have dared to ask for. Now it looks like sodium light and not like a traffic cone. **Note for the next volumes:** start with the corrected value, not with the one from the colour book.

Lamination scratches easily in the dark areas. The sample copy that lay in my bag for two days has a grey line along the edge. Asked for the scratch-resistant film; it costs four cents more a copy. Jonas decides by the second volume.

Spine: the light on the spine sits 2 mm too low, because the book came out thinner than planned. It is nobody's fault, but it is the reason why I want the page count *before* the artwork.`,
  },
];

export const readerNotes: readonly SampleNote[] = [
  {
    title: 'Four readers who also listen',
    tags: ['research', 'interview'],
    created: -31,
    updated: -30,
    body: `Interviews for the reading app. Forty minutes each, two by phone, two in Hamburg. Names changed.

## What they do today
All four own the same book twice at least once. They read at home and listen on the way. Nobody finds the place again easily; each has invented a trick.

> "I remember the last sentence and search for it. It works if the sentence has a rare word in it." (Frauke, 52)

> "I just listen to the chapter again. That is why I am slow." (Malte, 34)

## What they want
1. One button: *go on here*.
2. To know how long the chapter still takes in both forms.
3. Sleep timer that stops at a paragraph and not in the middle of a word.

## What they do not want
Highlights shared with friends, reading goals, statistics. Two of them became audibly annoyed when I asked.

## So what
The chapter switcher is the product. Everything else on the wish list of the publisher is decoration. The prototype should show that one thing, with real audio, and nothing more. Next step depends on the money: [[Reading app: where we stopped]].`,
  },
  {
    title: 'Reading app: where we stopped',
    tags: ['status', 'handover'],
    created: -25,
    body: `The project is paused since {{-25}}. This note is for the person who picks it up again, most likely me with a bad memory.

**State.** The interviews are done and written up in [[Four readers who also listen]]. Three screens are drawn: library, player, switcher. The alignment of text and sound was tried with one chapter, by hand, in a spreadsheet; it took two hours and is good enough for a demonstration.

**Open questions**
- Who pays for the alignment of the other books?
- May the prototype use the narrator's voice in public? Her contract covers sale only.
- Does the funding office want a demo or a report?

**How to start again**
1. Open the design file, page "switcher v3".
2. Read the two pages of comments by Anke.
3. Ask Jonas for the audio of chapter seven in better quality.

Invoiced so far: 1,950 euro for research, paid. The rest of the budget is only mine if the decision is positive; see the checkpoint.`,
  },
];

export const nordlichtNotes: readonly SampleNote[] = [
  {
    title: 'Invoicing a German publisher from Italy',
    tags: ['billing', 'tax', 'reference'],
    created: -150,
    updated: -21,
    body: `What the accountant told me, in my words, so that I stop asking her every quarter. It is about my case only.

- Services to a business in another EU country: invoice without VAT, with the note *reverse charge*.
- Their VAT number and mine must both be on the invoice and both be valid on the day. Check, and keep the print-out.
- The invoice also goes through the Italian electronic system, with the recipient code for foreign customers.
- Rights for use of a work can be subject to withholding in Germany. With the residence certificate they do not withhold. The certificate runs out every year!
- Report of services within the EU: quarterly.

## What must be on the invoice for Nordlicht
1. order number from production, one for each title
2. title and volume
3. period of work
4. fee and licence costs on **separate lines**

They pay thirty days after the *title* is printed if the order number is missing, and thirty days after the invoice if it is there. That is a difference of two months.`,
  },
];
