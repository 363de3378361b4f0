const amount = /^\$?\s*(\d{1,9}(?:,\d{3})*)(?:\.(\d{1,6}))?$/;

/**
 * The micro-dollars of an amount as a person types it: `1.50`, `$1,000`. Exact: no digit goes
 * through a float. Undefined where the text is no amount, or finer than a micro-dollar.
 */
export function microsTyped(text: string): number | undefined {
  const [, whole, fraction = ''] = amount.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  return Number(whole.replaceAll(',', '') + fraction.padEnd(6, '0'));
}

/** The same back, to be changed: `1.5`, `1000`. */
export function typedMicros(micros: number | undefined): string {
  if (micros === undefined) return '';
  const digits = String(micros).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return digits.slice(0, -6) + (fraction && `.${fraction}`);
}

/** Why a text is no amount; undefined also where nothing is typed. */
export function dollarFault(text: string): string | undefined {
  if (text.trim() === '' || microsTyped(text) !== undefined) return undefined;
  return `'${text}' is no amount in dollars: write it as 12.50, with six decimals at most`;
}
