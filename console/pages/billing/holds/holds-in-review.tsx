import { useState } from 'preact/hooks';
import type { Hold } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { Time } from '../../../parts/figures/figures.tsx';
import { count } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Problem } from '../../../parts/states.tsx';
import { moneyColumn } from '../../../parts/table/money-column.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { Column } from '../../../parts/table/data-table.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import type { Tenant } from '../tenant.tsx';
import { HoldDialog } from './hold-dialog.tsx';

/** Money that is set aside for jobs of which nobody can tell who pays: an operator ends each. */
export function HoldsInReview({ tenant }: { tenant: Tenant }) {
  const { data, error, refetch } = useCall('ListHolds', {
    ...{ user_id: tenant.id, review: true },
  });
  const [asking, setAsking] = useState<{ hold: Hold; end: 'void' | 'charge' }>();
  const holds = data?.holds ?? [];
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (holds.length === 0) return null;
  const ends: Column<Hold> = {
    name: 'Actions',
    cell: (hold) => (
      <span class="row">
        <button type="button" onClick={() => setAsking({ hold, end: 'void' })}>
          Give back<span class="hidden"> {versionName(hold.jobId)}</span>
        </button>
        <button type="button" class="danger" onClick={() => setAsking({ hold, end: 'charge' })}>
          Charge<span class="hidden"> {versionName(hold.jobId)}</span>
        </button>
      </span>
    ),
  };
  return (
    <Panel
      title={`${count(holds.length, 'hold')} to review`}
      text={tenant.isOperator ? forOperators : forOthers}
    >
      <DataTable
        label="Holds to review"
        rows={holds}
        keyOf={({ jobId }) => jobId}
        columns={tenant.isOperator ? [...columns, ends] : columns}
      />
      {asking && <HoldDialog {...asking} tenant={tenant.id} onClose={() => setAsking(undefined)} />}
    </Panel>
  );
}

const forOperators =
  'These jobs ended in a way that the service does not know. Nothing is charged by itself: give the money back, or charge what was used.';
const forOthers =
  'These jobs ended in a way that the service does not know. Nothing is charged by itself; an operator decides.';

const columns: readonly Column<Hold>[] = [
  {
    name: 'Job',
    cell: ({ jobId, appId, modelId }) =>
      `${appId ?? '?'} / ${modelId ?? '?'}, ${versionName(jobId)}`,
  },
  { name: 'Why', cell: ({ reviewReason }) => reviewReason ?? '–' },
  { name: 'Set aside', cell: ({ createdAt }) => <Time at={createdAt} /> },
  moneyColumn('Held', ({ amountMicros }) => amountMicros),
  moneyColumn('Would be charged', ({ chargeMicros }) => chargeMicros),
];
