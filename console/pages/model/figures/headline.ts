import type { ModelVersion, Verdict } from '../../../../core/api/wire/messages.ts';

/** What a version is worth in one figure, as its verdict has it. */
export interface Headline {
  readonly metric: string;
  readonly value: number;
  /** 95 % confidence interval; undefined: none could be reckoned. */
  readonly interval: readonly [low: number, high: number] | undefined;
  /** Held-out inputs. */
  readonly count: number;
  readonly trivial: number | undefined;
  readonly trivialAnswer: string | undefined;
  readonly untrained: number | undefined;
  readonly isBetterThanTrivial: boolean;
  /** The sentence that says all of it. */
  readonly text: string;
  /** How the interval was reckoned: `wilson`. */
  readonly method: string | undefined;
}

/** Undefined where nothing was measured: not trained, failed, or of an early release. */
export function headlineOf(version: ModelVersion): Headline | undefined {
  return headlineIn(version.metadata?.deeptune?.verdict);
}

/** The same of a verdict by itself. */
export function headlineIn(found: Verdict | undefined): Headline | undefined {
  const verdict = found as Loose | undefined;
  if (!verdict || typeof verdict['heldOut'] !== 'number') return undefined;
  return {
    metric: String(verdict['metric']),
    value: verdict['heldOut'],
    interval: intervalOf(verdict['interval']),
    count: numberOf(verdict['count']) ?? 0,
    trivial: numberOf(verdict['trivial']),
    trivialAnswer: textOf(verdict['trivialAnswer']),
    untrained: numberOf(verdict['untrained']),
    isBetterThanTrivial: verdict['isBetterThanTrivial'] === true,
    text: String(verdict['text']),
    method: textOf(verdict['method']),
  };
}

type Loose = Readonly<Record<string, unknown>>;

/** A pair of numbers, as JSON has it; undefined for anything else. */
export function intervalOf(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [low, high] = value as unknown[];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
