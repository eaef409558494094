import type { ExtractedText, ExtractJob } from '#shared/contracts/extract.ts';
import { decodeText } from './charset.ts';

type TextJob = Extract<ExtractJob, { op: 'text' }>;

/** The parsers are loaded when the first file of their kind comes. */
export async function extractText({ format, bytes, maxChars }: TextJob): Promise<ExtractedText> {
  const text = await readAs(format, bytes, maxChars);
  const tidy = text.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed();
  return { text: cut(tidy, maxChars), isTruncated: tidy.length > maxChars };
}

async function readAs(format: TextJob['format'], bytes: Uint8Array, maxChars: number): Promise<string> {
  switch (format) {
    case 'text':
      return decodeText(bytes);
    case 'html': {
      const { readHtml } = await import('./html.ts');
      return readHtml(bytes, maxChars);
    }
    case 'docx': {
      const { readDocx } = await import('./docx.ts');
      return readDocx(bytes);
    }
    case 'pdf': {
      const { readPdf } = await import('./pdf.ts');
      return readPdf(bytes, maxChars);
    }
  }
}

/** Never between the two halves of a character. */
function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  return text
    .slice(0, maxChars)
    .toWellFormed()
    .replace(/\uFFFD$/, '');
}
