import type { Amount } from '../../../core/api/wire/messages.ts';
import { AsIf } from '../../parts/figures/as-if.tsx';
import { Money } from '../../parts/figures/figures.tsx';
import { count, dollars, duration } from '../../parts/figures/in-words.ts';
import { KeyValues } from '../../parts/key-values.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Progress } from '../../parts/progress.tsx';

interface AmountPanelProps {
  readonly amount: Amount;
  /** On a laptop, what amounts are as if of. */
  readonly asIfOn: string | undefined;
}

/** The month's total beside its budget. */
export function AmountPanel({ amount, asIfOn }: AmountPanelProps) {
  const { appId, amountMicros, heldMicros, postedMicros, budgetMicros } = amount;
  const taken = postedMicros + heldMicros;
  const items = [
    {
      name: 'Charged',
      value: <strong class="large">{dollars(amountMicros)}</strong>,
      hint: `${count(amount.recordCount, 'job')}, ${duration(amount.billableSeconds)}`,
    },
    {
      name: 'Held for what runs or waits',
      value: <Money micros={heldMicros} />,
      hint: 'The maxima of open jobs; what they do not use is given back',
    },
    ...(budgetMicros === undefined
      ? []
      : [
          {
            name: 'Budget of the month',
            value: <Money micros={budgetMicros} />,
            hint: appId && "All apps'",
          },
        ]),
    // Of an app the others' part of the budget is not known here.
    ...(appId === undefined && budgetMicros !== undefined
      ? [{ name: 'Left', value: <Money micros={Math.max(0, budgetMicros - taken)} /> }]
      : []),
  ];
  return (
    <Panel title="Total">
      <div class="stack">
        <KeyValues items={items} />
        <AsIf on={asIfOn} />
        {budgetMicros !== undefined && <Taken taken={taken} of={budgetMicros} />}
      </div>
    </Panel>
  );
}

function Taken({ taken, of }: { taken: number; of: number }) {
  const percent = of === 0 ? 100 : (taken / of) * 100;
  return (
    <>
      <Progress
        label={`${percent.toFixed(1)} % of the budget is charged or held`}
        percent={Math.min(100, percent)}
      />
      <p class="hint">{percent.toFixed(percent < 1 ? 2 : 1)} % of the budget is charged or held.</p>
    </>
  );
}
