import type { SampleNote } from '../sample-content.ts';

export const portfolioNotes: readonly SampleNote[] = [
  {
    title: 'Portfolio website: what the partners really want',
    tags: ['meeting', 'brief'],
    created: -34,
    updated: -33,
    isPinned: true,
    body: `First workshop, two hours, {{-34}}. The request was "a fresher site". It is not what they need.

## What came out
They lose invitations to small public competitions because juries look at the site and see sixty house extensions. They are good at *plans*: people who have lived in their houses talk about how the rooms follow each other. None of that can be seen in photographs.

## So the site should
1. show eight projects and hide the rest,
2. begin each one with the plan,
3. tell what the place was like before,
4. say who did the work, by name.

## Who decides
Officially the partners together. In fact Priya, by asking each of them separately and then writing a summary that both can live with. Send her everything first.

## Risk
Texts. Nobody in the studio has written 180 words since the last competition. I offered a brief and a first edit, see [[Brief for the project texts]].`,
  },
  {
    title: 'Brief for the project texts',
    tags: ['copy', 'brief'],
    created: -8,
    updated: -6,
    body: `For everyone at Harrow & Finch who writes one of the eight texts. About 180 words. It should take an hour, not an evening.

## Order
1. **Before.** What was there? One thing that you could hear or smell.
2. **The question.** What did the people want who asked you?
3. **One decision.** Not all of them. The one that made the others easy.
4. **Now.** What happens there on a normal Tuesday?

## Please avoid
vibrant, bespoke, dialogue, journey, nestled, seamless, "more than just a". If a sentence could stand on the site of another studio, cut it.

## An example, Mill Lane House
> The kitchen faced the wall of the neighbour and the lamp was on at noon. The family did not ask for an extension; they asked where the light had gone. We moved the stairs. That was all, but it took a year of drawing to see it.

Send it as plain text in a mail, with three photographs you would fight for. I edit for length only and send it back within two days. Background: [[Portfolio website: what the partners really want]].`,
  },
  {
    title: 'Zoomable plans: how it works',
    tags: ['dev', 'documentation'],
    created: -10,
    updated: -2,
    body: `The plans come as PDF out of the drawing program: 4 to 30 MB, a path for every tile. They must become something a phone can draw.

## Steps
1. Export only the layers walls, openings, stairs, furniture, text.
2. Run the converter, join the paths by layer.
3. Round coordinates to a tenth of a millimetre at 1:100.
4. Give each room a group with its name.

~~~sh
plan2svg mill-lane.pdf --layers walls,openings,stairs,furniture \\
  --precision 1 --rooms rooms.csv > mill-lane.svg
~~~

Mill Lane went from 11 MB to 84 kB this way. Anything above 150 kB has hatching in it that should have been switched off.

## Keyboard
Arrow keys pan, plus and minus zoom, Home goes back to the whole plan. Focus moves through the rooms in the order in which you would walk through them. That order is in the CSV; Eleanor insisted and she was right.

## Not solved
- Pinch zoom on old tablets jumps to the corner
- Printing shows only the visible part
- Names of rooms overlap below 320 pixels`,
  },
  {
    title: 'Photo selection, second round',
    tags: ['photo', 'content'],
    created: -22,
    updated: -20,
    body: `From 1,900 to 212 to 64. Eight projects, eight pictures each, no exception, because the limit is the only thing that works against attachment.

| project | kept | missing |
| --- | --- | --- |
| Mill Lane House | 8 | |
| Orchard Court | 8 | a picture with people |
| Tide Mill Studios | 7 | the street side |
| St Brannock Hall | 8 | |
| Gasworks Steps | 6 | winter, evening |
| Kiln House | 8 | |
| Hartcliffe Nursery | 5 | needs consent of the parents |
| Quayside Library | 4 | model photographs only |

The nursery is the difficult one. The good pictures show children. Priya asks for consent again in writing; until then we use the two of the empty room with the low window, which may even be the better choice.

Rights: two photographers, one agreement signed, one still open. No picture goes online before both are here. Credit line under each picture, not on a separate page.`,
  },
  {
    title: 'Comparing three systems for the studio’s content',
    tags: ['research', 'cms'],
    created: -30,
    updated: -24,
    body: `They change the site about once a month, always in a hurry, always somebody else. So: few fields, no layout choices, a preview.

## Option A: files in a repository, with a small editing screen
Cheap, fast, mine to maintain. Tom tried it and asked what a branch is. No.

## Option B: hosted content service
Good editor, good preview, pictures handled well. About 25 pounds a month for their size. If they leave, the content can be exported as JSON, I tried it.

## Option C: the big open-source one, self-hosted
Everybody knows it. Needs updates every week and somebody who does them. I would sell a care plan, but I would also be the one whose phone rings.

**Recommendation: B**, with the export run every night into a folder they own. I told them the price for five years and not for a month: 1,500 pounds, about a day and a half of my time each year less than C.

Decision on {{-24}}: B.`,
  },
  {
    title: 'Draft: answer about the animated intro',
    tags: ['mail'],
    created: -5,
    updated: -4,
    body: `Subject: The intro animation

Dear Tom,

thank you for the reference, I can see what you like about it: the way the section drawing fills with light is beautiful, and it would suit Kiln House very well.

I would still not put it in front of the home page. Three reasons:

1. People who come back, and that means juries and clients, see it every time and can only wait.
2. It weighs more than all eight project pages together.
3. The first thing on the page would be a film about a drawing, and we agreed that the drawing itself should be first.

What I suggest: we use the idea inside the Kiln House page, where the section stands anyway. It moves once, when the reader gets there, and stays still for everyone who has asked their device for less motion. That is about a day of work and fits into the budget if we leave out the news archive.

Shall I show you a rough version next week?

Best wishes,
Giulia`,
  },
];

export const boardNotes: readonly SampleNote[] = [
  {
    title: 'Quayside boards: jury comments',
    tags: ['competition', 'retrospective'],
    created: -33,
    body: `Second place of forty-one. The report is public; here is what it says about things that I had a hand in.

> "The boards can be read from three metres. The jury understood the building in the first minute, which was not always the case."

> "The drawing of noise levels was discussed longer than any other sheet."

So the diagram was worth the night. It took three attempts: colours looked like a weather map, hatching looked like a fire plan, and in the end it was simply the *size* of a circle in each room, drawn by hand.

**To keep:** six boards with one sentence each as a title. A full sentence, with a verb.

**To change:** text size. One juror wrote that captions were "for young eyes". They were 14 points on A1. Next time 18, and fewer of them.

The partners want the same person for the next competition, probably in early spring of the coming season. I said that the night surcharge will then be in the offer from the beginning.`,
  },
];

export const harrowFinchNotes: readonly SampleNote[] = [
  {
    title: 'Working with a British client: small print',
    tags: ['billing', 'reference'],
    created: -130,
    updated: -36,
    body: `Things that are different from clients inside the EU. Checked with the accountant once, to be checked again when the amounts grow.

- Services to a business outside the EU: no Italian VAT, the invoice says so in words.
- Invoice in pounds, with the euro amount by the rate of the day in brackets. The bank takes about one percent; it is in the price.
- Contract under English law, four pages, signed once for all projects. Liability is limited to the fee of the project concerned.
- They pay on the last Friday of the month. An invoice that arrives on the Thursday waits for a month.

## Files on paper
Anything printed that crosses the border needs a customs form. For the boards we printed in Bristol and I checked by video; do it like that again.

## Holidays
They have bank holidays that I never remember. Priya put them in the shared calendar. Ask her for the new list at the start of the year. How the German case differs: [[Invoicing a German publisher from Italy]].`,
  },
  {
    title: 'Who is who at Harrow & Finch',
    tags: ['client-care'],
    created: -120,
    updated: -28,
    body: `**Eleanor Finch.** Founding partner. Draws by hand, thinks in sections, answers mail with one line. Says "interesting" when she means no.

**Tom Harrow.** Founding partner. Runs building sites, knows what everything costs, loves films. Says "let's see" when he means yes.

**Priya Nair.** Studio manager. Has an architecture degree and decided against building. Every question goes to her first. She reads contracts for pleasure.

**Callum.** Third year, does the models. Wants to learn how the site works; could take over the content after the launch. Worth an hour of training that nobody has asked for.

**The photographers.** Two, both freelance, who do not speak to each other. Never put their pictures side by side in a draft.

The studio has a dog. The dog must be in the team page. This was said three times by three people, and I have come to believe that it is the only requirement on which the partners agree.`,
  },
];
