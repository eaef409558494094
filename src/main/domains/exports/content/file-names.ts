const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const MAX_BYTES = 150;

/**
 * Names for files that every system takes: no sign that Windows refuses, no trailing dot, short enough in bytes,
 * and different from each other whatever the case.
 */
export function createFileNames() {
  const taken = new Set<string>();
  return {
    take(wanted: string, extension: string): string {
      const stem = safeName(wanted) || 'Untitled';
      let name = `${stem}${extension}`;
      for (let count = 2; taken.has(nameKey(name)); count += 1) name = `${stem} (${count})${extension}`;
      taken.add(nameKey(name));
      return name;
    },
  };
}

/** Keeps the extension of a file's own name. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const short = cutToBytes(plain, MAX_BYTES).replace(/[.\s]+$/, '');
  return RESERVED.test(short) ? `_${short}` : short;
}

function cutToBytes(text: string, max: number): string {
  let bytes = 0;
  let cut = '';
  for (const sign of text) {
    bytes += Buffer.byteLength(sign);
    if (bytes > max) return cut;
    cut += sign;
  }
  return cut;
}

function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
