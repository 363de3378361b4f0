import { injectedKinds } from '../network/injected-faults.ts';
import type { Outcome } from '../world.ts';
import type { Decisions } from './decisions.ts';
import { sumOf } from './decisions.ts';

/** What is kept of a seed, as plain data: it may come from another process. */
export interface SeedSummary {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly jobs: number;
  readonly faults: number;
  readonly virtualMilliseconds: number;
  readonly digest: string;
  readonly lastLines: readonly string[];
  readonly invariants: readonly string[];
  readonly decisions: Decisions;
  /** `[site, kind, count]` */
  readonly cells: readonly (readonly [string, string, number])[];
  /** `[site, count]` of every call that changes something. */
  readonly calls: readonly (readonly [string, number])[];
}

export function summaryOf(outcome: Outcome): SeedSummary {
  const { seed, violations, jobs, faults, virtualMilliseconds, digest, invariants } = outcome;
  return {
    ...{ seed, violations, jobs, virtualMilliseconds, digest, invariants },
    decisions: outcome.decisions,
    faults: faults.total,
    lastLines: violations.length > 0 ? outcome.lastLines : [],
    cells: [...faults.counts].flatMap(([site, kinds]) =>
      [...kinds].map(([kind, count]) => [site, kind, count] as const),
    ),
    calls: [...faults.calls],
  };
}

/** What many seeds come to. */
export class Tally {
  seeds = 0;
  jobs = 0;
  faults = 0;
  virtualMilliseconds = 0;
  invariants: readonly string[] = [];
  decisions: Decisions = {};
  readonly failed: SeedSummary[] = [];
  readonly #cells = new Map<string, Map<string, number>>();
  readonly #calls = new Map<string, number>();

  add(summary: SeedSummary): void {
    this.seeds += 1;
    this.jobs += summary.jobs;
    this.faults += summary.faults;
    this.virtualMilliseconds += summary.virtualMilliseconds;
    this.invariants = summary.invariants;
    this.decisions = sumOf(this.decisions, summary.decisions);
    if (summary.violations.length > 0) this.failed.push(summary);
    for (const [site, kind, count] of summary.cells) {
      const kinds = this.#cells.get(site) ?? new Map<string, number>();
      this.#cells.set(site, kinds.set(kind, (kinds.get(kind) ?? 0) + count));
    }
    for (const [site, count] of summary.calls)
      this.#calls.set(site, (this.#calls.get(site) ?? 0) + count);
  }

  /** Sites that change something in AWS by kinds of fault, then everything else that happened. */
  matrix(): string[] {
    const sites = [...this.#calls.keys()].sort();
    const width = Math.max(...sites.map((site) => site.length), 20);
    const head = ['site'.padEnd(width), ...['calls', ...injectedKinds].map(column)].join(' ');
    const rows = sites.map((site) => {
      const kinds = this.#cells.get(site);
      const counts = injectedKinds.map((kind) => column(kinds?.get(kind) ?? '.'));
      return [site.padEnd(width), column(this.#calls.get(site) ?? 0), ...counts].join(' ');
    });
    const others = [...this.#cells].filter(([site]) => !this.#calls.has(site)).sort();
    const lines = others.map(
      ([site, kinds]) =>
        `${site}: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
    );
    return [head, ...rows, '', 'reads, and what is not a call:', ...lines];
  }

  /** Sites and kinds that no seed has met. */
  emptyCells(applies: (site: string, kind: (typeof injectedKinds)[number]) => boolean): string[] {
    return [...this.#calls.keys()].sort().flatMap((site) => {
      const empty = injectedKinds.filter(
        (kind) => applies(site, kind) && !this.#cells.get(site)?.get(kind),
      );
      return empty.length === 0 ? [] : [`${site}: ${empty.join(', ')}`];
    });
  }
}

function column(value: string | number): string {
  return short(String(value)).padStart(8);
}

/** `committed-reply-lost` in eight letters. */
function short(word: string): string {
  if (word.length <= 8) return word;
  return word
    .split('-')
    .map((part, n, all) =>
      part.slice(0, Math.max(2, Math.floor((8 - all.length) / all.length) + (n === 0 ? 1 : 0))),
    )
    .join('-')
    .slice(0, 8);
}
