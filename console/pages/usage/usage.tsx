import { useMemo } from 'preact/hooks';
import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { useAllPages } from '../../api/use-all-pages.ts';
import { useCall } from '../../api/use-call.ts';
import { monthName, periodsUntil } from '../../parts/figures/months.ts';
import { Choice } from '../../parts/form/choice.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { useQueryState } from '../../parts/use-query-state.ts';
import { AmountPanel } from './amount-panel.tsx';
import { ByDay } from './by-day.tsx';
import { Groups } from './groups.tsx';
import { Records } from './records.tsx';
import { usageCsv } from './usage-csv.ts';

/** What was consumed in a month, and what it comes to beside its budget. */
export function Usage() {
  const periods = useMemo(() => periodsUntil(new Date().toISOString()), []);
  const [period, setPeriod] = useQueryState('period', periods[0]);
  const [app, setApp] = useQueryState('app');
  const asked = { period, ...(app === '' ? {} : { app_id: app }) };
  const amount = useCall('GetAmount', asked);
  const { data: records, error, refetch } = useRecords(asked);
  return (
    <>
      <PageHeader
        title="Usage"
        actions={<Actions records={records ?? []} name={`${app || 'usage'}-${period}`} />}
      >
        What was charged in {monthName(period)}
        {app && ` for the app ${app}`}. Months and days are in UTC.
      </PageHeader>
      <div class="stack">
        <Choices {...{ period, periods, setPeriod, app, setApp }} />
        {amount.error && <Problem error={amount.error} onRetry={() => void amount.refetch()} />}
        {amount.data && <AmountPanel amount={amount.data.amount} />}
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!records && !error && <Loading what="usage records" lines={8} />}
        {records && <Month records={records} period={period} />}
      </div>
    </>
  );
}

function useRecords(asked: { readonly period: string; readonly app_id?: string }) {
  return useAllPages<UsageRecord>('ListUsageRecords', asked, async (client, page) => {
    const answer = await client.call('ListUsageRecords', { ...asked, ...page });
    return answer.usage_records;
  });
}

function Month({ records, period }: { records: readonly UsageRecord[]; period: string }) {
  if (records.length === 0)
    return (
      <Empty title={`Nothing was charged in ${monthName(period)}`}>
        <p>Trainings, evaluations and predictions over datasets are charged by the second.</p>
      </Empty>
    );
  return (
    <>
      <ByDay records={records} period={period} />
      <Groups records={records} />
      <Records records={records} />
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

interface ChoicesProps {
  readonly period: string;
  readonly periods: readonly string[];
  readonly setPeriod: (period: string) => void;
  readonly app: string;
  readonly setApp: (app: string) => void;
}

function Choices({ period, periods, setPeriod, app, setApp }: ChoicesProps) {
  const apps = (useCall('ListApps', { per_page: 1_000 }).data?.apps ?? []).map(({ id }) => id);
  return (
    <div class="row no-print">
      <Choice
        name="Month"
        options={periods}
        value={period}
        onChange={setPeriod}
        wordsOf={monthName}
      />
      <Choice name="App" all="All apps" options={apps} value={app} onChange={setApp} />
    </div>
  );
}
