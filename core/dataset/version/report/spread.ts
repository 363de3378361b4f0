import type { NamedCount, Spread } from './data-report.ts';

/** Counts whole numbers by their value; its memory grows with the different ones. */
export class NumberCounter {
  readonly #counts = new Map<number, number>();
  #all = 0;
  #sum = 0;

  add(value: number): void {
    this.#all += 1;
    this.#sum += value;
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** 0 of nothing. */
  mean(): number {
    return this.#all === 0 ? 0 : this.#sum / this.#all;
  }

  /** Nearest-rank percentiles; undefined of nothing. */
  spread(): Spread | undefined {
    if (this.#all === 0) return undefined;
    const sorted = [...this.#counts].sort(([a], [b]) => a - b);
    const at = (share: number) => {
      let left = Math.max(1, Math.ceil(share * this.#all));
      for (const [value, count] of sorted) if ((left -= count) <= 0) return value;
      return sorted.at(-1)?.[0] ?? 0;
    };
    return { min: at(0), median: at(0.5), p95: at(0.95), max: at(1) };
  }
}

/** Counts inputs by a name. */
export class NameCounter {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** The commonest first. */
  result(): NamedCount[] {
    return [...this.#counts]
      .map(([name, inputs]) => ({ name, inputs }))
      .sort((a, b) => b.inputs - a.inputs || (a.name < b.name ? -1 : 1));
  }
}

/** Three digits, so that a million sizes are counted in little memory. */
export function roughly(value: number): number {
  return Number(value.toPrecision(3));
}
