import type { JobBill, ModelVersion } from '../../../../core/api/wire/messages.ts';
import { Flash } from '../../../parts/flash.tsx';
import { asIfWords, dollars, dollarsUp, duration } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import type { KeyValue } from '../../../parts/key-values.tsx';
import { asIfInWords } from '../../../parts/money/cost.ts';
import { Panel } from '../../../parts/panel.tsx';

/** What was quoted, what was charged, and what AWS charged for it: in one line. */
export function Bill({ version }: { version: ModelVersion }) {
  const { settlement, reservation, bill } = version.metadata?.deeptune ?? { status: '' };
  if (!bill || !settlement) return null;
  const { amountMicros, maxPriceMicros, chargedSeconds, asIfOn } = bill;
  const uncapped = (chargedSeconds * (reservation?.microsPerHour ?? 0)) / 3600;
  return (
    <Panel
      title="Bill"
      text={asIfOn === undefined ? undefined : `Amounts are ${asIfWords(asIfOn)}.`}
    >
      <div class="stack">
        <KeyValues items={[...quoteItems(bill), charge(bill, version), ...costItems(bill)]} />
        {amountMicros === maxPriceMicros && uncapped > amountMicros + 1 && (
          <Flash tone="info">
            It took longer than was quoted at most: {dollars(uncapped - amountMicros)} more are not
            charged.
          </Flash>
        )}
      </div>
    </Panel>
  );
}

function quoteItems({ quoteId, priceMicros, maxPriceMicros }: JobBill): KeyValue[] {
  return [
    {
      name: 'Quoted',
      value: priceMicros === undefined ? undefined : dollars(priceMicros),
      hint: quoteId && <code>{quoteId}</code>,
    },
    { name: 'Never billed above', value: dollarsUp(maxPriceMicros) },
  ];
}

function charge({ amountMicros, chargedSeconds }: JobBill, version: ModelVersion): KeyValue {
  const { settlement, reservation } = version.metadata?.deeptune ?? { status: '' };
  const ran = settlement?.jobSeconds ?? 0;
  const of = ran === 0 ? 'the job did not begin' : `the job took ${duration(ran)}`;
  const rate = reservation ? `, at ${dollars(reservation.microsPerHour)} per hour` : '';
  return {
    name: 'Charged',
    value: <strong class="large">{dollars(amountMicros)}</strong>,
    hint: `${duration(chargedSeconds)}${rate}; ${of}`,
  };
}

function costItems({ cost, amountMicros }: JobBill): KeyValue[] {
  if (!cost) return [];
  const { listMicros, discountMicros, costMicros } = cost;
  const hint = asIfInWords(cost);
  const seconds = cost.attempts.reduce((sum, { trainingSeconds }) => sum + trainingSeconds, 0);
  return [
    {
      name: 'AWS’s list price',
      value: dollars(listMicros),
      hint: `${duration(seconds)} at ${dollars(cost.listPriceMicrosPerHour)} per hour, every attempt`,
    },
    { name: 'Spot discount', value: discountMicros === 0 ? 'none' : dollars(-discountMicros) },
    { name: 'AWS’s cost', value: dollars(costMicros), ...(hint === undefined ? {} : { hint }) },
    { name: 'Margin', value: dollars(amountMicros - costMicros), hint: 'charged, less AWS’s cost' },
  ];
}
