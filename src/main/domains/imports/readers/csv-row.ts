import type { ColumnMapping } from '#shared/contracts/imports.ts';
import { unprotectCell } from '#shared/kernel/csv-cells.ts';
import { nameKey } from './draft-text.ts';

/** One row's cells by field, and what of them could not be read. */
export type CsvRow = {
  /** The cell of a field, trimmed; empty where no column is mapped to it. */
  text(field: string): string;
  /** The cell read by `parse`; what it cannot read is remembered as a remark. */
  read<T>(field: string, parse: (text: string) => T | undefined): T | undefined;
  readonly remarks: readonly string[];
};

export type CsvRowMaker = (cells: readonly string[]) => CsvRow;

export function createRowMaker(header: readonly string[], mapping: ColumnMapping): CsvRowMaker {
  const columnOf = new Map<string, number>();
  for (const [position, heading] of header.entries()) {
    const field = mapping.columns[heading];
    if (field !== undefined && !columnOf.has(field)) columnOf.set(field, position);
  }
  const translations = new Map(
    Object.entries(mapping.values).map(([field, values]) => [
      field,
      new Map(Object.entries(values).map(([from, to]) => [nameKey(from), to])),
    ]),
  );
  return (cells) => {
    const remarks: string[] = [];
    const text = (field: string) => {
      const position = columnOf.get(field);
      const cell = position === undefined ? '' : unprotectCell(cells[position] ?? '').trim();
      return translations.get(field)?.get(nameKey(cell)) ?? cell;
    };
    return {
      text,
      read(field, parse) {
        const cell = text(field);
        if (cell === '') return undefined;
        const value = parse(cell);
        if (value === undefined)
          remarks.push(`“${cell.slice(0, 60)}” could not be read as ${fieldName(field)}.`);
        return value;
      },
      remarks,
    };
  };
}

/** `dueDate` -> `due date`. */
function fieldName(field: string): string {
  return field.replace(/([A-Z])/g, ' $1').toLowerCase();
}
