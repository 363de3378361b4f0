import { overInWords, sourceInWords } from '../../core/estimate/remaining/remaining-words.ts';
import { dollars, dollarsUp, duration } from '../frame/output/words.ts';
import { bar, sparkline } from './sparkline.ts';
import type { TrainingState } from '../training/training-state.ts';

/** A training as one line of so many columns; what is least needed goes first. */
export function watchLine(
  state: TrainingState,
  losses: readonly number[],
  columns: number,
): string {
  const { status, detail, totalSteps = 0, step = 0 } = state;
  if (status === 'queued') return `queued   ${detail}`;
  const share = totalSteps > 0 ? step / totalSteps : 0;
  const parts = [
    `${state.stage ?? status} ${bar(share, columns < 100 ? 10 : 20)} ${Math.floor(share * 100)} %`,
    ...leftWords(state),
    columns < 100 ? shortMoneyWords(state) : moneyWords(state),
    ...sourceWords(state, columns < 100),
    ...(state.loss === undefined ? [] : [`loss ${state.loss.toPrecision(3)}`]),
    ...(losses.length > 1 ? [sparkline(losses, 16)] : []),
    ...(state.epoch === undefined ? [] : [`epoch ${state.epoch.toFixed(1)}`]),
    ...(state.metric === undefined ? [] : [`validation ${state.metric.toFixed(3)}`]),
  ];
  let line = parts[0] ?? '';
  for (const part of parts.slice(1))
    if (line.length + part.length + 3 < columns) line = `${line} · ${part}`;
  return line;
}

/** `1 min 15 s left`; where nothing is left of the forecast, `longer than forecast by 12 s`. */
function leftWords({ remaining }: TrainingState): string[] {
  if (!remaining) return [];
  const over = overInWords(remaining);
  return [isOver(remaining) && over ? over : `${duration(remaining.p50Seconds)} left`];
}

/**
 * `measured (40 steps)`, where room is short `measured`; and what it is beyond the forecast, where
 * that is not said already.
 */
function sourceWords({ remaining }: TrainingState, isShort: boolean): string[] {
  if (!remaining) return [];
  const over = isOver(remaining) ? undefined : overInWords(remaining);
  const source = isShort ? remaining.source : sourceInWords(remaining);
  return [source, ...(over === undefined ? [] : [over])];
}

function isOver({ p50Seconds, overSeconds }: NonNullable<TrainingState['remaining']>): boolean {
  return p50Seconds < 1 && overSeconds !== undefined;
}

/** `$0.0133 so far, at most $1.00`. */
export function moneyWords({ amountMicros, maxAmountMicros }: TrainingState): string {
  const limit = maxAmountMicros === undefined ? '' : `, at most ${dollarsUp(maxAmountMicros)}`;
  return `${dollars(amountMicros)} so far${limit}`;
}

/** `$0.0133 of $1.00`. */
function shortMoneyWords({ amountMicros, maxAmountMicros }: TrainingState): string {
  const limit = maxAmountMicros === undefined ? ' so far' : ` of ${dollarsUp(maxAmountMicros)}`;
  return `${dollars(amountMicros)}${limit}`;
}
