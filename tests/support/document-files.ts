/**
 * Small documents made by script, for tests: the texts are our own and under the licence of this repository, and no
 * file of anybody else is kept here.
 */
import { strToU8, zipSync } from 'fflate';

/** A PDF of one page a text, in Helvetica. */
export function makePdf(pages: readonly string[]): Uint8Array {
  const contents = pages.map(
    (text) => `BT /F1 12 Tf 72 720 Td (${text.replaceAll(/([\\()])/g, '\\$1')}) Tj ET`,
  );
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ');
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...contents.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ]);
}

/** A small PDF that would keep a reader busy for a very long time: one page, millions of words to be laid out. */
export function makeEndlessPdf(): Uint8Array {
  const forms = 8;
  const form = (index: number): string => {
    // Each form draws the next one twelve times: twelve to the eighth texts in two kilobytes.
    const next = index + 1 < forms ? `/X${index + 1} Do ` : '';
    const content = next === '' ? 'BT /F1 12 Tf (word) Tj ET' : next.repeat(12);
    const inner = next === '' ? '' : `/XObject << /X${index + 1} ${6 + index} 0 R >>`;
    return `<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> ${inner} >> /Length ${content.length} >>\nstream\n${content}\nendstream`;
  };
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /X0 5 0 R >> >> /Contents ${5 + forms} 0 R >>`,
    ...Array.from({ length: forms }, (_, index) => form(index)),
    '<< /Length 6 >>\nstream\n/X0 Do\nendstream',
  ]);
}

function pdfOf(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return strToU8(text, true);
}

/** A Word document of plain paragraphs. `more` are further parts of the archive. */
export function makeDocx(
  paragraphs: readonly string[],
  more: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${escapeXml(text)}</w:t></w:r></w:p>`).join('');
  return makeDocxOf(
    `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    more,
  );
}

export function makeDocxOf(document: string, more: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  const types = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
  const rels = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;
  return zipSync({
    '[Content_Types].xml': strToU8(types),
    '_rels/.rels': strToU8(rels),
    'word/document.xml': strToU8(document),
    ...more,
  });
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
