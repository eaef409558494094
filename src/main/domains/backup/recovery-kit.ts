import type { PDFFont } from 'pdf-lib';
import type { RecoveryKit } from '#shared/contracts/backup.ts';
import { KIT_TEXTS, type KitLanguage, type KitTexts } from './recovery-kit-texts.ts';

export type { KitLanguage } from './recovery-kit-texts.ts';

export type KitFacts = {
  readonly language: KitLanguage;
  readonly vaultId: string;
  readonly deviceName: string;
  /** In a line, for people. */
  readonly place: string;
  readonly phrase: string | null;
  readonly madeAt: number;
  readonly newest: { readonly sequence: number; readonly at: number } | null;
};

type Line = {
  readonly text: string;
  readonly size: number;
  readonly isBold?: boolean;
  readonly before?: number;
};

/** A4, in points. */
const PAGE = { width: 595, height: 842, margin: 56 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const WORDS = 12;
const COLUMNS = 3;

/** One page that can be printed and put away, with letters that every reader of PDFs has. */
export async function makeRecoveryKit(facts: KitFacts): Promise<RecoveryKit> {
  const { PDFDocument, StandardFonts } = await import('pdf-lib');
  const document = await PDFDocument.create();
  const fonts = {
    plain: await document.embedFont(StandardFonts.Helvetica),
    bold: await document.embedFont(StandardFonts.HelveticaBold),
  };
  const texts = KIT_TEXTS[facts.language];
  document.setTitle(texts.title);
  document.setCreationDate(new Date(facts.madeAt));
  const page = document.addPage([PAGE.width, PAGE.height]);
  let y = PAGE.height - PAGE.margin;
  const lines = [...headOf(facts, texts), ...wordsOf(facts, texts), ...footOf(texts)];
  for (const { text, size, isBold = false, before = 0 } of lines) {
    const font = isBold ? fonts.bold : fonts.plain;
    y -= before;
    for (const part of wrapped(printable(text, font), font, size)) {
      y -= size * 1.4;
      page.drawText(part, { x: PAGE.margin, y, size, font });
    }
  }
  const bytes = await document.save();
  return {
    fileName: `adiuva-recovery-kit-${new Date(facts.madeAt).toISOString().slice(0, 10)}.pdf`,
    pdfBase64: Buffer.from(bytes).toString('base64'),
  };
}

function headOf({ vaultId, place, deviceName, newest, madeAt, language }: KitFacts, texts: KitTexts): Line[] {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
  const told = newest ? `${day.format(newest.at)} (${newest.sequence})` : texts.none;
  const facts = [
    [texts.vault, vaultId],
    [texts.place, place],
    [texts.device, deviceName],
    [texts.newest, told],
    [texts.made, day.format(madeAt)],
  ];
  return [
    { text: texts.title, size: 22, isBold: true },
    { text: texts.intro, size: 11, before: 8 },
    ...facts.map(([name, value], index) => ({
      text: `${name}: ${value}`,
      size: 11,
      before: index === 0 ? 18 : 2,
    })),
  ];
}

function wordsOf({ phrase }: KitFacts, texts: KitTexts): Line[] {
  const words = phrase?.split(' ') ?? Array.from({ length: WORDS }, () => '____________________');
  const rows = Array.from({ length: WORDS / COLUMNS }, (_, row) =>
    words.slice(row * COLUMNS, (row + 1) * COLUMNS).map((word, at) => `${row * COLUMNS + at + 1}. ${word}`),
  );
  const title = phrase === null ? texts.noWords : texts.words;
  return [
    { text: title, size: 13, isBold: true, before: 22 },
    ...rows.map((row) => ({ text: row.join('      '), size: 13, before: 8 })),
  ];
}

function footOf(texts: KitTexts): Line[] {
  return [
    { text: texts.howTitle, size: 13, isBold: true, before: 24 },
    ...texts.how.map((text) => ({ text, size: 11, before: 3 })),
    { text: texts.care, size: 11, before: 18 },
  ];
}

/** The letters of a standard font are those of Western Europe; a name in others must not keep the page from being made. */
function printable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet());
  return [...text].map((letter) => (known.has(letter.codePointAt(0) ?? 0) ? letter : '?')).join('');
}

/** By words, and within a long one, as an address is, by letters. */
function wrapped(text: string, font: PDFFont, size: number): readonly string[] {
  const fits = (line: string) => font.widthOfTextAtSize(line, size) <= WIDTH;
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(/(?<= )/)) {
    if (fits(line + piece.trimEnd())) {
      line += piece;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    line = '';
    for (const letter of piece) {
      if (!fits(line + letter)) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return [...lines, line.trimEnd()];
}
