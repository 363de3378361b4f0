import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { Duration, Money, Time } from '../../parts/figures/figures.tsx';
import { count, dollars, dollarsUp, duration, grouped } from '../../parts/figures/in-words.ts';
import { costsOf } from '../../parts/money/cost.ts';
import { Panel } from '../../parts/panel.tsx';
import { moneyColumn } from '../../parts/table/money-column.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { Pager } from '../../parts/table/pager.tsx';
import { usePrinting } from '../../parts/use-printing.ts';
import { addressWith, useQueryState } from '../../parts/use-query-state.ts';
import { versionName } from '../../parts/version/version-name.ts';

const perPage = 50;

/** Why a job ended, and who pays then: as docs/api.md says it. */
const endReasons: Readonly<Record<string, string>> = {
  'failed-user': 'failed: its data or settings',
  'failed-platform': 'failed: not charged',
  reviewed: 'charged by an operator',
};

interface RecordsProps {
  readonly records: readonly UsageRecord[];
  /** False: another tenant's, whose models cannot be looked at. */
  readonly isOwn: boolean;
}

/** Every job, newest first: the lines that the total is made of. All are printed. */
export function Records({ records, isOwn }: RecordsProps) {
  const page = Math.max(1, Number(useQueryState('page', '1')[0]) || 1);
  const isPrinting = usePrinting();
  const newest = records.toSorted((a, b) => b.recordedAt.localeCompare(a.recordedAt));
  const shown = isPrinting ? newest : newest.slice((page - 1) * perPage, page * perPage);
  const first = (page - 1) * perPage;
  return (
    <Panel title="Line by line" text={textOf(records)}>
      <DataTable
        label="Jobs of the month"
        rows={shown}
        keyOf={({ trainingJobName }) => trainingJobName}
        columns={columnsOf(records, isOwn)}
      />
      <Pager
        page={page}
        hasNext={page * perPage < records.length}
        hrefOf={(to) => addressWith({ page: to === 1 ? '' : String(to) })}
        text={`${grouped(first + 1)} to ${grouped(first + shown.length)} of ${grouped(records.length)}`}
      />
    </Panel>
  );
}

/** What was quoted for all; undefined: for none. */
function quotedOf(records: readonly UsageRecord[]): number | undefined {
  const quoted = records.flatMap(({ quotedMicros }) => quotedMicros ?? []);
  return quoted.length === 0 ? undefined : quoted.reduce((sum, each) => sum + each, 0);
}

/** Also what the figures of a laptop are. */
function textOf(records: readonly UsageRecord[]): string {
  const { asIf, known } = costsOf(records);
  const jobs = `${count(records.length, 'job')}, newest first.`;
  const missing = records.length - known;
  return [
    jobs,
    ...(asIf > 0 ? [`The cost of ${count(asIf, 'job')} is as if on AWS: nothing is paid.`] : []),
    ...(missing > 0 ? [`The cost of ${count(missing, 'job')} is not known.`] : []),
  ].join(' ');
}

/** Quoted, list price, discount, cost, charge and margin of a job stand in one line. */
function columnsOf(
  records: readonly UsageRecord[],
  isOwn: boolean,
): readonly Column<UsageRecord>[] {
  const costs = costsOf(records);
  const charged = records.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
  return [
    { name: 'Job', cell: (record) => <Job record={record} isOwn={isOwn} />, foot: 'All jobs' },
    { name: 'Settled', cell: ({ recordedAt }) => <Time at={recordedAt} /> },
    {
      name: 'Charged time',
      cell: ({ billableSeconds, jobSeconds }) => (
        <>
          <Duration seconds={billableSeconds} />
          <div class="hint">of {duration(jobSeconds)}</div>
        </>
      ),
      isNumber: true,
    },
    {
      name: 'Quoted',
      cell: ({ quotedMicros, maxAmountMicros }) => (
        <>
          <Money micros={quotedMicros} />
          {maxAmountMicros !== undefined && (
            <div class="hint">at most {dollarsUp(maxAmountMicros)}</div>
          )}
        </>
      ),
      isNumber: true,
      foot: <Money micros={quotedOf(records)} />,
    },
    moneyColumn<UsageRecord>('List price', ({ cost }) => cost?.listMicros, {
      of: costs.listMicros,
    }),
    moneyColumn<UsageRecord>('Discount', ({ cost }) => cost && -cost.discountMicros, {
      of: costs.discountMicros && -costs.discountMicros,
    }),
    moneyColumn<UsageRecord>('AWS’s cost', ({ cost }) => cost?.costMicros, {
      of: costs.costMicros,
    }),
    moneyColumn<UsageRecord>('Charged', ({ amountMicros }) => amountMicros, { of: charged }),
    moneyColumn<UsageRecord>(
      'Margin',
      ({ cost, amountMicros }) => cost && amountMicros - cost.costMicros,
      { of: costs.marginMicros },
    ),
  ];
}

function Job({ record, isOwn }: { record: UsageRecord; isOwn: boolean }) {
  const { appId, modelId, versionId, kind, templateId, endReason, microsPerHour } = record;
  const name = `${kind} ${appId} / ${modelId}, ${versionName(versionId)}`;
  return (
    <>
      {isOwn ? (
        <a href={addresses.model(appId, modelId, 'train', { version: versionId })}>{name}</a>
      ) : (
        name
      )}
      <div class="hint">
        {templateId}, {endReasons[endReason] ?? endReason}, {dollars(microsPerHour)} per hour
      </div>
    </>
  );
}
