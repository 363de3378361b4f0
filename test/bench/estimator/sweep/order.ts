import type { Configuration, Specification } from '../specification.ts';
import { shuffled } from '../random.ts';

/** One run of a configuration. */
export interface PlannedRun {
  readonly configuration: Configuration;
  /** 1 for the first. */
  readonly repeat: number;
}

/**
 * All runs in shuffled order, the same for the same seed: what changes over time (the machine's
 * temperature, its caches) is then no configuration's. An incremental training that would come
 * before each of its parent's runs is moved behind the first of them.
 */
export function orderOf({ seed, repeats, configurations }: Specification): readonly PlannedRun[] {
  const all = configurations.flatMap((configuration) =>
    Array.from({ length: repeats }, (_, index) => ({ configuration, repeat: index + 1 })),
  );
  const runs = numbered(shuffled(all, seed));
  const early = runs.filter((run, index) => isTooEarly(run, runs.slice(0, index)));
  const rest = runs.filter((run) => !early.includes(run));
  return numbered(
    rest.flatMap((run) => [run, ...early.filter((child) => follows(child, run, rest))]),
  );
}

/** Repeats count in the order they run in. */
function numbered(runs: readonly PlannedRun[]): readonly PlannedRun[] {
  const counts = new Map<string, number>();
  return runs.map(({ configuration }) => {
    const repeat = (counts.get(configuration.id) ?? 0) + 1;
    counts.set(configuration.id, repeat);
    return { configuration, repeat };
  });
}

function isTooEarly({ configuration }: PlannedRun, before: readonly PlannedRun[]): boolean {
  const { parent } = configuration;
  return parent !== undefined && !before.some((run) => run.configuration.id === parent);
}

function follows(child: PlannedRun, run: PlannedRun, runs: readonly PlannedRun[]): boolean {
  const { parent } = child.configuration;
  return runs.find(({ configuration }) => configuration.id === parent) === run;
}
