import { getDocumentProxy } from 'unpdf';

const MAX_PAGES = 1_000;

type TextItem = { readonly str?: string; readonly hasEOL?: boolean };

/** Page by page, and no further than what is kept. */
export async function readPdf(bytes: Uint8Array, maxChars: number): Promise<string> {
  const pdf = await getDocumentProxy(bytes, {
    // Text alone: no fonts are built, no pictures unpacked.
    disableFontFace: true,
    enableXfa: false,
    useSystemFonts: false,
    maxImageSize: 1,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const pages: string[] = [];
    let length = 0;
    const count = Math.min(pdf.numPages, MAX_PAGES);
    for (let number = 1; number <= count && length <= maxChars; number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const text = (items as TextItem[]) // the other kind of item has neither field
        .map((item) => (item.str ?? '') + (item.hasEOL ? '\n' : ''))
        .join('');
      pages.push(text);
      length += text.length;
      page.cleanup();
    }
    return pages.join('\n\n');
  } finally {
    await pdf.loadingTask.destroy();
  }
}
