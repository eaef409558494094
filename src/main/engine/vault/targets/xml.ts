import type { Document, Element } from '@xmldom/xmldom';
import { AppError } from '#shared/errors.ts';

const MOST_CHARACTERS = 32 * 1024 * 1024;

/** An answer in XML, parsed strictly. A document with declarations of its own is refused: no answer needs one. */
export async function parseXml(bytes: Uint8Array): Promise<Document> {
  const { DOMParser } = await import('@xmldom/xmldom');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.length > MOST_CHARACTERS || text.includes('<!DOCTYPE')) throw new Error('no plain answer');
    const onError = (_: string, message: string) => {
      throw new Error(message);
    };
    return new DOMParser({ onError }).parseFromString(text, 'text/xml');
  } catch (cause) {
    throw new AppError(
      'unreachable',
      'The place of the backup gave an answer that cannot be read. Nothing was changed; check the address and the kind of storage.',
      { cause },
    );
  }
}

/** Elements of that name at any depth, whatever prefix they were written with. */
export function elementsOf(parent: Document | Element, name: string): readonly Element[] {
  return [...parent.getElementsByTagNameNS('*', name)];
}

export function textOf(parent: Document | Element, name: string): string | null {
  return elementsOf(parent, name)[0]?.textContent?.trim() ?? null;
}
