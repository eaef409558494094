/**
 * Spreadsheets run a cell that begins with one of these as a formula (OWASP, "CSV Injection"). Such a text gets an
 * apostrophe in front, and so does a text that has one there already: taking it away again gives the very same text.
 */
const RISKY_START = /^'*[=+\-@\t\r]/;

export function protectCell(text: string): string {
  return RISKY_START.test(text) ? `'${text}` : text;
}

export function unprotectCell(cell: string): string {
  return cell.startsWith("'") && RISKY_START.test(cell.slice(1)) ? cell.slice(1) : cell;
}
