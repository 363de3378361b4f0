/** A value of a cell; what is missing is empty. */
export type Cell = string | number | boolean | null | undefined;

/**
 * A line of CSV by RFC 4180. A text that a spreadsheet would reckon as a formula stays a text: it
 * begins with an apostrophe.
 */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(',');
}

/** Spreadsheets pass over blanks before a formula, and take full-width signs for the plain ones. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

function csvCell(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell ?? '');
  const isFormula = formula.test(cell) && !isNumber(cell);
  const text = isFormula ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `-1.5`, which is no formula. */
const isNumber = (text: string) => /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
