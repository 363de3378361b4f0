import { createHash } from 'node:crypto';

/** How many lines a trace keeps for showing; its digest is of all. */
const keptLines = 400;

/** What happened in a world, line by line, the same for the same seed. */
export class Trace {
  readonly #now: () => number;
  readonly #start: number;
  readonly #hash = createHash('sha256');
  readonly #print: ((line: string) => void) | undefined;
  #lines: string[] = [];
  #count = 0;

  /** @param print is told every line at once */
  constructor(now: () => number, print?: (line: string) => void) {
    this.#now = now;
    this.#start = now();
    this.#print = print;
  }

  add(line: string): void {
    const whole = `${String(this.#now() - this.#start).padStart(12)}  ${line}`;
    this.#hash.update(whole).update('\n');
    this.#count += 1;
    this.#print?.(whole);
    this.#lines.push(whole);
    if (this.#lines.length > 2 * keptLines) this.#lines = this.#lines.slice(-keptLines);
  }

  get count(): number {
    return this.#count;
  }

  /** The newest lines, the oldest of them first. */
  last(amount: number): readonly string[] {
    return this.#lines.slice(-amount);
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}
