import { broken } from '../cli/frame/output/told-line.ts';
import { formatDuration } from '../core/estimate/price.ts';
import { formatDollars } from '../core/money.ts';

/** Writes for a person: headings, lines, and one line that renews itself on a terminal. */
export class Report {
  readonly #stream: NodeJS.WriteStream;
  #shownAt = -Infinity;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  heading(text: string): void {
    this.#stream.write(`\n${this.#stream.isTTY ? `\u001b[1m${text}\u001b[0m` : text}\n`);
  }

  line(text: string): void {
    this.#stream.write(`  ${text}\n`);
  }

  /** A line that a terminal breaks between words; in a file it is whole. */
  sentence(text: string): void {
    const { isTTY, columns } = this.#stream;
    const lines = isTTY ? broken(`  ${text}`, columns - 1) : [`  ${text}`];
    this.#stream.write(`${lines.join('\n')}\n`);
  }

  /** Rows of cells under a header, each column as wide as its widest cell. */
  table(header: readonly string[], rows: readonly (readonly string[])[]): void {
    const lines = [header, ...rows];
    const widths = header.map((_, column) =>
      Math.max(...lines.map((row) => row[column]?.length ?? 0)),
    );
    for (const row of lines) {
      const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
      this.line(cells.join('  ').trimEnd());
    }
  }

  /**
   * On a terminal it overwrites the one before; in a file it stands on its own line, at most one
   * every two seconds.
   */
  progress(text: string): void {
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\u001b[2K  ${text}`);
    } else if (performance.now() - this.#shownAt > 2_000) {
      this.#shownAt = performance.now();
      this.line(text);
    }
  }

  endProgress(): void {
    if (this.#stream.isTTY) this.#stream.write('\n');
  }
}

/** `93.4 %` of a share. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** An amount of a bill: to the micro-dollar, so that lines add up before the reader's eyes. */
export function exactDollars(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(6)}`;
}

export { formatDollars, formatDuration };
