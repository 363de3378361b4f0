/** Kinds of attack, in the order of the table. */
export const kinds = [
  'isolation',
  'keys',
  'links',
  'console',
  'events',
  'webhooks',
  'bodies',
  'bombs',
  'patterns',
  'fetching',
  'torn files',
  'kill -9',
  'full disk',
] as const;
export type Kind = (typeof kinds)[number];

interface Tally {
  tried: number;
  held: number;
  controls: number;
  readonly skipped: string[];
}

/** What was tried, what held, and how to repeat what did not. */
export class Report {
  readonly #tallies = new Map<Kind, Tally>();
  readonly #breaches: string[] = [];
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  get isClean(): boolean {
    return this.#breaches.length === 0;
  }

  /**
   * One thing that was tried.
   * @param evidence what shows and repeats it; asked for where it did not hold
   */
  tried(kind: Kind, what: string, isHeld: boolean, evidence: () => string): void {
    const tally = this.#tallyOf(kind);
    tally.tried += 1;
    if (isHeld) tally.held += 1;
    else this.breach(kind, what, evidence());
  }

  /** A breach that belongs to no single attempt. */
  breach(kind: Kind, what: string, evidence: string): void {
    const text = `BREACH ${kind}: ${what}\n    ${evidence.replaceAll('\n', '\n    ')}`;
    this.#breaches.push(text);
    this.#say(text);
  }

  /** The same asked by whoever may: without it a refusal would say nothing. */
  control(kind: Kind, what: string, isAnswered: boolean, evidence: () => string): void {
    this.#tallyOf(kind).controls += 1;
    if (!isAnswered) this.breach(kind, `the control of ${what} failed`, evidence());
  }

  /** Counted, so that nobody takes it for tried. */
  notTried(kind: Kind, what: string): void {
    this.#tallyOf(kind).skipped.push(what);
  }

  /** The table, then every breach once more. */
  print(): void {
    this.#say('');
    this.#say(row(['kind', 'tried', 'held', 'controls', 'not tried']));
    for (const kind of kinds) {
      const { tried, held, controls, skipped } = this.#tallyOf(kind);
      this.#say(row([kind, ...[tried, held, controls, skipped.length].map(String)]));
    }
    for (const kind of kinds)
      for (const what of this.#tallyOf(kind).skipped) this.#say(`not tried, ${kind}: ${what}`);
    this.#say(this.isClean ? 'every attack held' : `${this.#breaches.length} breaches:`);
    for (const breach of this.#breaches) this.#say(breach);
  }

  #tallyOf(kind: Kind): Tally {
    const known = this.#tallies.get(kind);
    if (known) return known;
    const made = { tried: 0, held: 0, controls: 0, skipped: [] };
    this.#tallies.set(kind, made);
    return made;
  }
}

function row(cells: readonly string[]): string {
  return cells.map((cell, n) => (n === 0 ? cell.padEnd(12) : cell.padStart(10))).join('');
}
