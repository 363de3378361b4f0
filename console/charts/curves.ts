/** Values over the steps of a training; null where nothing was measured at a step. */
export interface Curve {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Names a colour: that of the main curve, of one beside it, of one behind both. */
  readonly tone: 'main' | 'second' | 'faint';
  /** How a value reads; absent: with three decimals. */
  readonly wordsOf?: (value: number) => string;
  /** Absent: a line; values that are few are marked; marks may stand without a line. */
  readonly drawn?: 'line and dots' | 'dots';
}

/** What a chart draws. */
export interface Curves {
  /** Ascending. */
  readonly x: readonly number[];
  readonly curves: readonly Curve[];
}

/** A value that stands in a curve; null and undefined are where nothing was measured. */
export function isMeasured(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

/** Positions at which a curve has a value. */
export function measuredAt({ x, curves }: Curves): number[] {
  return x.flatMap((_, at) => (curves.some(({ values }) => isMeasured(values[at])) ? [at] : []));
}

/**
 * Where a key moves the cursor to: among the measured positions by one, by ten, or to an end. The
 * first key of all goes to the end that it points away from.
 * @param at the position now; undefined: there is no cursor yet
 * @returns undefined where the key moves nothing
 */
export function moved(
  positions: readonly number[],
  at: number | undefined,
  key: string,
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    PageUp: -10,
    PageDown: 10,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[key];
  if (step === undefined || positions.length === 0) return undefined;
  const last = positions.length - 1;
  const here = at === undefined ? -1 : positions.findIndex((position) => position >= at);
  if (at === undefined)
    return positions[step < 0 && key !== 'Home' ? last : key === 'End' ? last : 0];
  return positions[Math.min(last, Math.max(0, (here < 0 ? last : here) + step))];
}

/** What stands at a position, in words: `Step 40: training loss 0.213, validation loss 0.25`. */
export function wordsAt({ x, curves }: Curves, at: number, xName: string): string {
  const said = curves.flatMap(({ name, values, wordsOf = plain }) => {
    const value = values[at];
    return isMeasured(value) ? [`${name} ${wordsOf(value)}`] : [];
  });
  return `${xName} ${x[at]}: ${said.join(', ') || 'nothing measured'}`;
}

/** Four decimals, or the three first digits of what is smaller. */
export function plain(value: number): string {
  return Math.abs(value) >= 0.001 || value === 0 ? value.toFixed(4) : value.toPrecision(3);
}

/** A round value at an axis: `0.25`, `1,200`, `5e-5`. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return String(Number(value.toPrecision(3)).toExponential());
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}
