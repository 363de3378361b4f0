import type { Budget } from '../../../../core/api/wire/messages.ts';
import { monthName } from '../../../parts/figures/months.ts';
import { Panel } from '../../../parts/panel.tsx';
import { BudgetBar } from './budget-bar.tsx';
import { atLimitShort, budgetName } from './budget-words.ts';

interface BudgetPanelProps {
  readonly budget: Budget;
  /** Absent: this key cannot change it. */
  readonly onChange?: () => void;
  readonly onRemove?: () => void;
}

/** One budget: how much of it is charged and held, this month and today. */
export function BudgetPanel({ budget, onChange, onRemove }: BudgetPanelProps) {
  const { monthMicros, dayMicros, month, day, isDefault, atLimit } = budget;
  const name = budgetName(budget);
  const isLimited = monthMicros !== undefined || dayMicros !== undefined;
  const actions = (
    <>
      {onChange && (
        <button type="button" onClick={onChange}>
          {isDefault || !isLimited ? 'Set' : 'Change'}
          <span class="hidden"> {name}</span>
        </button>
      )}
      {onRemove && !isDefault && isLimited && (
        <button type="button" class="danger" onClick={onRemove}>
          Remove<span class="hidden"> {name}</span>
        </button>
      )}
    </>
  );
  return (
    <Panel title={name} text={textOf(isDefault, isLimited, atLimit)} actions={actions}>
      <div class="stack">
        <BudgetBar name={monthName(month.period)} limitMicros={monthMicros} spending={month} />
        {day && <BudgetBar name={day.period} limitMicros={dayMicros} spending={day} />}
      </div>
    </Panel>
  );
}

function textOf(isDefault: boolean, isLimited: boolean, atLimit: string): string {
  if (!isLimited) return 'Nothing is limited here.';
  const when = `At the limit: ${atLimitShort[atLimit] ?? atLimit}.`;
  return isDefault ? `The default of the configuration. ${when}` : when;
}
