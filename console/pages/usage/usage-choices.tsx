import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import { useCall } from '../../api/use-call.ts';
import { monthName, periodsUntil } from '../../parts/figures/months.ts';
import { Choice } from '../../parts/form/choice.tsx';
import { addressWith, useQueryState } from '../../parts/use-query-state.ts';
import { TenantChoice } from '../billing/tenant.tsx';
import type { Range } from './range.ts';
import { isOfDays } from './range.ts';

/** A month, or the first and the last day; an app, and of operators a tenant. */
export function UsageChoices({ range, app }: { range: Range; app: string }) {
  const { route } = useLocation();
  const periods = useMemo(() => periodsUntil(new Date().toISOString()), []);
  const [, setApp] = useQueryState('app');
  const apps = (useCall('ListApps', { per_page: 1_000 }).data?.apps ?? []).map(({ id }) => id);
  const { period } = range;
  const choose = (chosen: Readonly<Record<string, string>>) =>
    route(addressWith({ from: '', to: '', period: '', page: '', ...chosen }));
  return (
    <div class="row no-print">
      <Choice
        name="Month"
        {...(isOfDays(range) ? { all: 'as the days say' } : {})}
        options={periods}
        value={isOfDays(range) ? '' : period}
        onChange={(value) => choose({ period: value === periods[0] ? '' : value })}
        wordsOf={monthName}
      />
      <Day name="From" range={range} edge="from" onChange={choose} />
      <Day name="to" range={range} edge="to" onChange={choose} />
      <Choice name="App" all="All apps" options={apps} value={app} onChange={setApp} />
      <TenantChoice />
    </div>
  );
}

interface DayProps {
  readonly name: string;
  readonly range: Range;
  readonly edge: 'from' | 'to';
  readonly onChange: (days: Readonly<Record<string, string>>) => void;
}

/** The other day is today, or the same one, until it is chosen too. */
function Day({ name, range, edge, onChange }: DayProps) {
  const { from, to } = range;
  const change = (day: string) => {
    const today = new Date().toISOString().slice(0, 10);
    if (day === '') onChange({});
    else
      onChange(edge === 'from' ? { from: day, to: to || today } : { from: from || day, to: day });
  };
  return (
    <label>
      {name}{' '}
      <input
        type="date"
        value={range[edge]}
        onChange={({ currentTarget: { value } }) => change(value)}
      />
    </label>
  );
}
