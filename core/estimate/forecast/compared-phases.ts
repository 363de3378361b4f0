import { forecastPhases } from '../phase.ts';
import type { Quantiles } from '../phase.ts';

/** A phase of a job as it went, beside what was forecast of it. Seconds. */
export interface ComparedPhase {
  readonly name: string;
  /** Undefined: it has not begun, or nobody measured it. */
  readonly seconds: number | undefined;
  readonly isRunning: boolean;
  /** Undefined: nothing was forecast of it. */
  readonly forecast: Quantiles | undefined;
}

interface Took {
  readonly name: string;
  readonly seconds?: number;
  readonly isRunning: boolean;
}

/**
 * All phases that a job has had or was forecast to have, in their order: those that are still to
 * come too.
 */
export function comparedPhases(
  took: readonly Took[],
  forecast: readonly (Quantiles & { readonly name: string })[],
): ComparedPhase[] {
  const known: readonly string[] = forecastPhases;
  const others = took.map(({ name }) => name).filter((name) => !known.includes(name));
  return [...known, ...others].flatMap((name) => {
    const [own, promised] = [took, forecast].map((all) => all.find((each) => each.name === name));
    if (!own && !promised) return [];
    return [compared(name, own as Took | undefined, promised as Quantiles | undefined)];
  });
}

function compared(name: string, took?: Took, forecast?: Quantiles): ComparedPhase {
  const range = forecast && { p10: forecast.p10, p50: forecast.p50, p90: forecast.p90 };
  return { name, seconds: took?.seconds, isRunning: took?.isRunning ?? false, forecast: range };
}
