/** What stands in a budget's bar, in per cent of its width. */
export interface BarParts {
  readonly posted: number;
  readonly held: number;
  /** Where 50, 80 and 100 % of the limit are; of a limit that is far exceeded 100 % alone. */
  readonly marks: readonly {
    readonly share: number;
    readonly at: number;
    /** True: there is no room for its label before it. */
    readonly isFirst: boolean;
  }[];
  /** Of the limit, spent and held together; not rounded. */
  readonly percent: number;
  readonly tone: 'good' | 'warn' | 'bad';
}

/** A share of the limit at which is notified. */
export const thresholds = [50, 80, 100] as const;

/**
 * The bar of a limit: as wide as the limit, or as what is taken where that is more.
 * @param limitMicros 0: nothing may be spent
 */
export function barParts(
  limitMicros: number,
  { postedMicros, heldMicros }: { readonly postedMicros: number; readonly heldMicros: number },
): BarParts {
  const taken = postedMicros + heldMicros;
  const whole = Math.max(limitMicros, taken, 1);
  const percent = limitMicros === 0 ? (taken === 0 ? 0 : Infinity) : (taken / limitMicros) * 100;
  return {
    posted: (postedMicros / whole) * 100,
    held: (heldMicros / whole) * 100,
    marks: marksOf((limitMicros / whole) * 100),
    percent,
    tone: percent >= 100 ? 'bad' : percent >= 80 ? 'warn' : 'good',
  };
}

/** Labels want a tenth of the bar each. @param at where the limit is, per cent of the width */
function marksOf(at: number): BarParts['marks'] {
  const shares = at >= 45 ? thresholds : [100];
  return shares.map((share) => ({ share, at: (at * share) / 100, isFirst: at < 15 }));
}

/** `62.5 %`, `0.04 %`; what is above nothing allowed: `more than nothing`. */
export function percentInWords(percent: number): string {
  if (percent === Infinity) return 'more than the nothing that is allowed';
  if (percent === 0) return '0 %';
  return `${percent < 0.01 ? 'under 0.01' : percent.toFixed(percent < 1 ? 2 : 1)} %`;
}
