import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const NOTES = 200;
/** Files beside the notes, counted with them. */
export const DRAWINGS = 1;
export const TASKS = 500;

/** Each would set `window.pwned`, ask a foreign host or open a dialog if anything of it ran. */
const HOSTILE: Readonly<Record<string, string>> = {
  'Hostile scripts': [
    '<script>window.pwned = "script"</script>',
    '<img src=x onerror="window.pwned = \'onerror\'">',
    '<svg onload="window.pwned = \'svg\'"><script>window.pwned = "svg script"</script></svg>',
    '<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>',
    '<details open ontoggle="window.pwned = 1">x</details> <style>body { display: none }</style>',
    '<form action="https://evil.example/form"><button>send</button></form>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '',
    'Inline <b onmouseover="window.pwned = 2">bold</b> and <a href="javascript:window.pwned=3">raw</a>.',
  ].join('\n'),
  'Hostile links': [
    '[run me](javascript:window.pwned=4) [hidden](java&#115;cript:window.pwned=5)',
    '[data](data:text/html;base64,PHNjcmlwdD5wYXJlbnQucHduZWQ9Njwvc2NyaXB0Pg==) <javascript:alert(7)>',
    '[reference][bad] [[javascript:window.pwned=8]]',
    '',
    '[bad]: javascript:window.pwned=9',
    '',
    '![remote](https://evil.example/pixel.png) ![data](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSkvPg==)',
  ].join('\n'),
  'Hostile picture': 'A drawing: ![[drawing.svg]] and again ![drawing](drawing.svg).',
  'Hostile <img src=x onerror=window.pwned=10>': [
    '---',
    'title: "<script>window.pwned = 11</script> Hostile title"',
    'tags: ["<img/src=x/onerror=pwned=12>"]',
    'aliases: ["[[<svg/onload=pwned=13>]]"]',
    '---',
    '```html\n<script>window.pwned = 14</script>\n```',
    '',
    '| <script>window.pwned=15</script> | `<img src=x onerror=pwned=16>` |',
    '|---|---|',
    '| $\\href{javascript:window.pwned=17}{x}$ | <!-- <script>window.pwned=18</script> --> |',
  ].join('\n'),
};

/** How many notes of the folder try to run something. */
export const HOSTILE_NOTES = Object.keys(HOSTILE).length;

/** A folder as Obsidian keeps it: front matter, tags, links from note to note, and a few notes that mean harm. */
export function writeVault(folder: string): void {
  mkdirSync(join(folder, 'Journal'), { recursive: true });
  const ordinary = NOTES - HOSTILE_NOTES;
  for (let index = 1; index <= ordinary; index += 1) {
    const next = (index % ordinary) + 1;
    const text = [
      '---',
      `tags: [ledger, harbour/${index % 7}]`,
      '---',
      `# Ledger page ${index}`,
      '',
      `Berth ${index} was taken by the ship Anemone-${index}. Goes on in [[Ledger page ${next}]].`,
      '',
      '- [ ] count the ropes',
      '- [x] oil the gate',
    ].join('\n');
    writeFileSync(join(folder, 'Journal', `Ledger page ${index}.md`), text);
  }
  for (const [name, text] of Object.entries(HOSTILE)) writeFileSync(join(folder, `${name}.md`), text);
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" onload="parent.pwned=19"><script>parent.pwned = 20</script></svg>';
  writeFileSync(join(folder, 'drawing.svg'), drawing);
}

export function writeTasksCsv(path: string): void {
  const rows = Array.from({ length: TASKS }, (_, index) => {
    const number = index + 1;
    const day = String((index % 28) + 1).padStart(2, '0');
    const priority = ['low', 'medium', 'high', ''][index % 4];
    return `"Inspect mooring ${number}, pier ${index % 9}",2027-03-${day},${priority},harbour,Todo`;
  });
  writeFileSync(path, `Title,Due,Priority,Tags,Status\n${rows.join('\n')}\n`);
}
