import type { MeasuredDialPoint } from '../../../../core/api/wire/messages.ts';
import { percentOf } from '../../../../core/training/words/gate-words.ts';
import { figure } from '../../../parts/figures/in-words.ts';

/** A point's name in the address: `0.6,-2`. */
export function pointName({ weight, shift }: Pick<MeasuredDialPoint, 'weight' | 'shift'>): string {
  return `${weight},${shift}`;
}

/** What all accuracies reach, with a little room: shares, so that none is below 0 or above 1. */
export function domainOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.01, (high - low) * 0.08);
  return [Math.max(0, low - room), Math.min(1, high + room)];
}

/**
 * The point that the address names; else of those that pass the gate and are no copy of the parent
 * the best one on everything; else the candidate as it was trained.
 */
export function chosenPoint(
  points: readonly MeasuredDialPoint[],
  named: string,
): MeasuredDialPoint | undefined {
  const best = points
    .filter(({ passes, isOnFrontier, weight }) => passes && isOnFrontier && weight > 0)
    .toSorted((a, b) => b.accuracy - a.accuracy)[0];
  return (
    points.find((point) => pointName(point) === named) ??
    best ??
    points.find(({ isNaive }) => isNaive) ??
    points[0]
  );
}

/** `weight 0.6, shift −2`; the ends are named. */
export function pointTitle({ weight, shift, isNaive }: MeasuredDialPoint): string {
  if (weight === 0) return 'The parent';
  const place = `weight ${weight}, shift ${String(shift).replace('-', '−')}`;
  return isNaive ? `As trained (${place})` : `W${place.slice(1)}`;
}

/** All that a point says. */
export function pointWords(point: MeasuredDialPoint): string {
  const { oldAccuracy, newAccuracy, negativeFlipPercent, isOnFrontier } = point;
  const fresh = newAccuracy === null ? '' : `, new concepts ${figure(newAccuracy)}`;
  return [
    `${pointTitle(point)}: old concepts ${figure(oldAccuracy)}${fresh}`,
    `${percentOf(negativeFlipPercent)} become wrong`,
    gateWords(point),
    ...(isOnFrontier ? ['no other point is better on both'] : []),
  ].join('; ');
}

export function gateWords({ passes, brokenConcepts }: MeasuredDialPoint): string {
  if (passes) return 'the gate lets it pass';
  return brokenConcepts.length === 0
    ? 'the gate refuses it'
    : `the gate refuses it: it breaks ${brokenConcepts.join(', ')}`;
}
