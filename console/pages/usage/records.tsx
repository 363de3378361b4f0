import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { Duration, Money, Time } from '../../parts/figures/figures.tsx';
import { count, grouped } from '../../parts/figures/in-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { Pager } from '../../parts/table/pager.tsx';
import { usePrinting } from '../../parts/use-printing.ts';
import { addressWith, useQueryState } from '../../parts/use-query-state.ts';
import { versionName } from '../../parts/version/version-name.ts';

const perPage = 50;

/** Why a job ended, and who pays then: as docs/api.md says it. */
const endReasons: Readonly<Record<string, string>> = {
  trained: 'Trained',
  completed: 'Completed',
  stopped: 'Stopped',
  'failed-user': 'Failed: its data or settings',
  'failed-platform': 'Failed: not charged',
};

/** Every job of the month, newest first: the lines that the total is made of. All are printed. */
export function Records({ records }: { records: readonly UsageRecord[] }) {
  const page = Math.max(1, Number(useQueryState('page', '1')[0]) || 1);
  const isPrinting = usePrinting();
  const newest = records.toSorted((a, b) => b.recordedAt.localeCompare(a.recordedAt));
  const shown = isPrinting ? newest : newest.slice((page - 1) * perPage, page * perPage);
  const first = (page - 1) * perPage;
  return (
    <Panel title="Line by line" text={`${count(records.length, 'job')}, newest first`}>
      <DataTable
        label="Jobs of the month"
        rows={shown}
        keyOf={({ trainingJobName }) => trainingJobName}
        columns={columns}
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

const columns: readonly Column<UsageRecord>[] = [
  {
    name: 'Job',
    cell: ({ appId, modelId, versionId, kind }) => (
      <a href={addresses.model(appId, modelId, 'overview', { version: versionId })}>
        {kind} {appId} / {modelId}, {versionName(versionId)}
      </a>
    ),
  },
  { name: 'Settled', cell: ({ recordedAt }) => <Time at={recordedAt} /> },
  { name: 'Template', cell: ({ templateId }) => templateId },
  { name: 'Ended', cell: ({ endReason }) => endReasons[endReason] ?? endReason },
  {
    name: 'Ran',
    cell: ({ jobSeconds }) => <Duration seconds={jobSeconds} />,
    isNumber: true,
  },
  {
    name: 'Charged',
    cell: ({ billableSeconds }) => <Duration seconds={billableSeconds} />,
    isNumber: true,
  },
  {
    name: 'Per hour',
    cell: ({ microsPerHour }) => <Money micros={microsPerHour} />,
    isNumber: true,
  },
  { name: 'Amount', cell: ({ amountMicros }) => <Money micros={amountMicros} />, isNumber: true },
];
