import { fail } from '../../../errors.ts';
import { formatDollars } from '../../../money.ts';
import type { Reservation, ShownPromise } from '../../../model/model-version.ts';

/** What a job would be now, by what is frozen, on the device that there is. */
export type PresentJob = Pick<Reservation, 'estimatedAmountMicros' | 'basis'>;

/**
 * Lets a job go on that is no more than what was shown when it was asked for. What became less, or
 * cheaper, is none of it; nor is a forecast that has risen where a quote holds the price.
 * @throws DeeptuneError estimate-outdated, with what was shown, what there is now and what to do
 */
export function assertStillPromised(
  shown: ShownPromise,
  now: PresentJob,
  { quoteId }: Pick<Reservation, 'quoteId'> = {},
): void {
  const differences = differencesOf(shown, now, quoteId !== undefined);
  if (differences.length === 0) return;
  throw fail(
    'estimateOutdated',
    `Since this was asked for, ${differences.join('; ')}. Nothing was reserved, started or charged: ask for a new estimate, and start it again if that suits you`,
  );
}

function differencesOf(shown: ShownPromise, now: PresentJob, isQuoted: boolean): string[] {
  const { basis, estimatedAmountMicros } = now;
  const { maxAmountMicros } = shown;
  return [
    ...(basis && basis.inputCount > shown.inputCount
      ? [
          `its inputs have become more: ${grouped(basis.inputCount)} now, ${grouped(shown.inputCount)} when it was estimated`,
        ]
      : []),
    ...(basis ? devicesOf(shown, basis) : []),
    ...(!isQuoted && estimatedAmountMicros > maxAmountMicros
      ? [amountsOf(estimatedAmountMicros, maxAmountMicros)]
      : []),
  ];
}

function amountsOf(now: number, most: number): string {
  const isWithinACent = formatDollars(now) === formatDollars(most);
  const dollars = (micros: number) =>
    isWithinACent ? `$${(micros / 1e6).toFixed(6)}` : formatDollars(micros);
  return `its forecast has risen to ${dollars(now)}, above the maximum of ${dollars(most)} that was shown`;
}

/** Where it runs: the same network takes another time, and may cost another price, elsewhere. */
export function devicesOf(
  shown: Pick<ShownPromise, 'deviceId' | 'instanceType'>,
  now: Pick<ShownPromise, 'deviceId' | 'instanceType'>,
): string[] {
  const [before, after] = [placeOf(shown), placeOf(now)];
  return before === after ? [] : [`it would run on ${after} instead of ${before}`];
}

function placeOf({
  deviceId,
  instanceType,
}: Pick<ShownPromise, 'deviceId' | 'instanceType'>): string {
  return `${instanceType} (${deviceId})`;
}

/** `12,000`: the same in every locale. */
function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
