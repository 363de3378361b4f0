import type { BudgetPeriod } from '../../../../core/api/wire/messages.ts';
import { dollars } from '../../../parts/figures/in-words.ts';
import { barParts, percentInWords } from './bar-parts.ts';

interface BudgetBarProps {
  /** `November 2026`, `Today`. */
  readonly name: string;
  /** Absent: nothing is limited. */
  readonly limitMicros: number | undefined;
  readonly spending: BudgetPeriod;
}

/** What is charged and held of a limit, with marks where is notified. */
export function BudgetBar({ name, limitMicros, spending }: BudgetBarProps) {
  const { postedMicros, heldMicros } = spending;
  const sums = `${dollars(postedMicros)} charged, ${dollars(heldMicros)} held`;
  if (limitMicros === undefined)
    return (
      <p>
        <b>{name}</b>: {sums}. <span class="hint">No limit.</span>
      </p>
    );
  const { posted, held, marks, percent, tone } = barParts(limitMicros, spending);
  const left = limitMicros - postedMicros - heldMicros;
  const rest = left < 0 ? `${dollars(-left)} more than the limit` : `${dollars(left)} left`;
  return (
    <div>
      <p>
        <b>{name}</b>: {sums}, of {dollars(limitMicros)}; {rest}
      </p>
      <div
        class={`budget-bar ${tone}`}
        role="img"
        aria-label={`${name}: ${percentInWords(percent)} of the limit is charged or held`}
      >
        <i class="posted" style={{ width: `${posted}%` }} />
        <i class="held" style={{ width: `${held}%` }} />
        {marks.map(({ share, at, isFirst }) => (
          <small key={share} class={isFirst ? 'first' : ''} style={{ left: `${at}%` }}>
            {share} %
          </small>
        ))}
      </div>
      <p class="hint">{percentInWords(percent)} of the limit is charged or held.</p>
    </div>
  );
}
