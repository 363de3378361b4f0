import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { useMemo } from 'preact/hooks';
import { useCall } from '../../api/use-call.ts';
import { monthName, periodsUntil } from '../../parts/figures/months.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { useQueryState } from '../../parts/use-query-state.ts';
import { useTenant } from '../billing/tenant.tsx';
import { AmountPanel } from './amount-panel.tsx';
import { ByDay } from './by-day.tsx';
import { ByTenant } from './by-tenant.tsx';
import { Groups } from './groups.tsx';
import { daysOf, isOfDays, rangeFault } from './range.ts';
import type { Range } from './range.ts';
import { Records } from './records.tsx';
import { usageCsv } from './usage-csv.ts';
import { UsageChoices } from './usage-choices.tsx';
import { useRecords } from './use-records.ts';

/** What was consumed in a month or on some days, what it came to, and what AWS charged for it. */
export function Usage() {
  const tenant = useTenant();
  const range = useRange();
  const [app] = useQueryState('app');
  const { data, error, refetch } = useRecords({ range, tenant: tenant.id, app });
  const records: readonly UsageRecord[] = data ?? [];
  const fault = rangeFault(range);
  return (
    <>
      <PageHeader
        title="Usage"
        actions={<Actions records={records} name={`${app || 'usage'}-${nameOf(range)}`} />}
      >
        What was charged {inWords(range)}
        {app && ` for the app ${app}`}
        {!tenant.isOwn && ` to ${tenant.id}`}. Months and days are in UTC.
      </PageHeader>
      <div class="stack">
        <UsageChoices range={range} app={app} />
        {fault !== undefined && <p role="status">{fault}</p>}
        {!isOfDays(range) && <Month period={range.period} tenant={tenant.id} app={app} />}
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && fault === undefined && <Loading what="usage records" lines={8} />}
        {tenant.isOperator && fault === undefined && <ByTenant range={range} />}
        {data && <Jobs records={records} range={range} isOwn={tenant.isOwn} />}
      </div>
    </>
  );
}

function useRange(): Range {
  const newest = useMemo(() => periodsUntil(new Date().toISOString())[0], []);
  const [period] = useQueryState('period', newest);
  const [from] = useQueryState('from');
  const [to] = useQueryState('to');
  return useMemo(() => ({ period, from, to }), [period, from, to]);
}

function inWords(range: Range): string {
  return isOfDays(range) ? `from ${range.from} to ${range.to}` : `in ${monthName(range.period)}`;
}

function nameOf(range: Range): string {
  return isOfDays(range) ? `${range.from}-to-${range.to}` : range.period;
}

interface MonthProps {
  readonly period: string;
  readonly tenant: string;
  readonly app: string;
}

/** The month's total beside its budget. */
function Month({ period, tenant, app }: MonthProps) {
  const asked = { user_id: tenant, period, ...(app === '' ? {} : { app_id: app }) };
  const { data, error, refetch } = useCall('GetAmount', asked);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return data ? <AmountPanel amount={data.amount} asIfOn={data.asIfOn} /> : null;
}

interface JobsProps {
  readonly records: readonly UsageRecord[];
  readonly range: Range;
  readonly isOwn: boolean;
}

function Jobs({ records, range, isOwn }: JobsProps) {
  if (records.length === 0)
    return (
      <Empty title={`Nothing was charged ${inWords(range)}`}>
        <p>Trainings, evaluations and predictions over datasets are charged by the second.</p>
      </Empty>
    );
  return (
    <>
      <ByDay records={records} days={daysOf(range)} />
      <Groups records={records} isOwn={isOwn} />
      <Records records={records} isOwn={isOwn} />
    </>
  );
}

function Actions({ records, name }: { records: readonly UsageRecord[]; name: string }) {
  const isEmpty = records.length === 0;
  return (
    <>
      <button
        type="button"
        disabled={isEmpty}
        onClick={() => saveFile(`deeptune-${name}.csv`, 'text/csv', usageCsv(records))}
      >
        Download CSV
      </button>
      <button type="button" disabled={isEmpty} onClick={() => print()}>
        Print
      </button>
    </>
  );
}
