import type { ActiveJob } from '../../../core/api/wire/messages.ts';
import { Money, Time } from '../../parts/figures/figures.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { DatasetLink } from './dataset-link.tsx';
import { jobAddress, jobName } from '../../parts/job/job-words.ts';

interface WaitingTableProps {
  readonly jobs: readonly ActiveJob[];
  readonly onStop: (job: ActiveJob) => void;
}

/** Jobs in the queue, with what each one waits for. */
export function WaitingTable({ jobs, onStop }: WaitingTableProps) {
  const actions: Column<ActiveJob> = {
    name: 'Actions',
    cell: (job) => (
      <button type="button" class="link" onClick={() => onStop(job)}>
        Stop<span class="hidden"> {jobName(job)}</span>
      </button>
    ),
  };
  return (
    <DataTable
      label="Jobs that wait"
      rows={jobs}
      keyOf={({ id }) => id}
      columns={[...columns, actions]}
    />
  );
}

const columns: readonly Column<ActiveJob>[] = [
  { name: 'Job', cell: (job) => <a href={jobAddress(job)}>{jobName(job)}</a> },
  {
    name: 'Waits for',
    cell: ({ wait }) => (
      <>
        {wait?.message}
        {wait?.position !== undefined && wait.position > 0 && (
          <div class="hint">{wait.position} before it</div>
        )}
      </>
    ),
  },
  { name: 'Since', cell: ({ wait }) => <Time at={wait?.since} /> },
  {
    name: 'Dataset',
    cell: ({ app_id, dataset }) => <DatasetLink appId={app_id} dataset={dataset} />,
  },
  {
    name: 'Limit',
    cell: ({ reservation, estimatePending }) =>
      reservation ? <Money micros={reservation.maxAmountMicros} /> : (estimatePending ?? '–'),
    isNumber: true,
  },
];
