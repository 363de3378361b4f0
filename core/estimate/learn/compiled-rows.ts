import type { Effect } from './effects.ts';
import type { Observation } from './observations.ts';

/** An observation whose effects have places: arrays, since they are gone through in every round. */
export interface CompiledRow extends Omit<Observation, 'parts' | 'template'> {
  /** Seconds of each part by counting. */
  readonly counted: Float64Array;
  /** Of each effect, places ascending and each once: its place, its value, the part it moves. */
  readonly places: Int32Array;
  readonly values: Float64Array;
  readonly partOf: Int32Array;
}

/** Observations, and the effects that they have. */
export interface Compiled {
  readonly places: ReadonlyMap<string, number>;
  /** Prior variances. */
  readonly priors: readonly number[];
  readonly rows: readonly CompiledRow[];
}

/** Gives every effect that some job has its place. */
export function compiled(observations: readonly Observation[]): Compiled {
  const effects = ordered(observations);
  const places = new Map(effects.map(({ key }, place) => [key, place]));
  const rows = observations.map((observation) => compiledRow(observation, places));
  return { places, priors: effects.map(({ logSd }) => logSd ** 2), rows };
}

function compiledRow(
  { parts, phase, logSeconds, seconds, weight, repeats }: Observation,
  places: ReadonlyMap<string, number>,
): CompiledRow {
  const entries = parts
    .flatMap(({ effects }, part) =>
      effects.map(({ key, value }) => ({ place: places.get(key)!, value, part })),
    )
    .sort((a, b) => a.place - b.place);
  return {
    ...{ phase, logSeconds, seconds, weight, repeats },
    counted: Float64Array.from(parts, (part) => part.seconds),
    places: Int32Array.from(entries, ({ place }) => place),
    values: Float64Array.from(entries, ({ value }) => value),
    partOf: Int32Array.from(entries, ({ part }) => part),
  };
}

/**
 * Effects that one template's jobs alone have, template by template, before those that several
 * share: what templates tell of each other is then in the last rows of the matrix alone, and the
 * others are short (see `cholesky`).
 */
function ordered(observations: readonly Observation[]): readonly Effect[] {
  const known = new Map<string, { readonly effect: Effect; template: string | undefined }>();
  for (const { template, parts } of observations)
    for (const { effects } of parts)
      for (const effect of effects) {
        const its = known.get(effect.key);
        if (!its) known.set(effect.key, { effect, template });
        else if (its.template !== template) its.template = undefined;
      }
  const byTemplate = Map.groupBy(known.values(), ({ template }) => template);
  const shared = byTemplate.get(undefined) ?? [];
  byTemplate.delete(undefined);
  return [...byTemplate.values(), shared].flat().map(({ effect }) => effect);
}
