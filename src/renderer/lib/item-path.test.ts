import { expect, test } from 'vitest';
import { linkPath } from './item-path.ts';

const ID = '01890000-0000-7000-8000-000000000001';

test.each([
  [`adiuva://note/${ID}`, `/notes/${ID}`],
  [`adiuva://note/${ID}#at=120`, `/notes/${ID}?at=120`],
  [`adiuva://task/${ID}#at=120`, `/tasks/${ID}`],
  [`adiuva://note/${ID}#elsewhere`, `/notes/${ID}`],
  [`adiuva://checkpoint/${ID}`, `/timeline?checkpoint=${ID}`],
  ['https://example.org/', undefined],
  ['adiuva://plugin/one', undefined],
])('the page of %s', (link, path) => {
  expect(linkPath(link)).toBe(path);
});
