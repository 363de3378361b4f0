import { useState } from 'preact/hooks';
import type { Budget } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { AsIf } from '../../../parts/figures/as-if.tsx';
import { Flash } from '../../../parts/flash.tsx';
import { count } from '../../../parts/figures/in-words.ts';
import { PageHeader } from '../../../parts/page-header.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { TenantChoice, useTenant } from '../tenant.tsx';
import type { Tenant } from '../tenant.tsx';
import { BudgetDialog } from './budget-dialog.tsx';
import { BudgetPanel } from './budget-panel.tsx';
import { JobList } from './job-list.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import type { BudgetOutcome } from './use-budgets.ts';

type Asking = { readonly what: 'set' | 'remove'; readonly budget?: Budget };

/** How much may be spent, in how long, on what; and how much of it is. */
export function Budgets() {
  const tenant = useTenant();
  const [asking, setAsking] = useState<Asking>();
  const [outcome, setOutcome] = useState<BudgetOutcome>();
  const { data, error, refetch } = useCall('ListBudgets', { user_id: tenant.id });
  const budgets = data?.budgets ?? [];
  const close = () => setAsking(undefined);
  return (
    <>
      <PageHeader
        title="Budgets"
        actions={
          <button type="button" class="primary" onClick={() => setAsking({ what: 'set' })}>
            Set a budget
          </button>
        }
      >
        A job starts where its maximum fits in every budget that it counts in. At 50, 80 and 100 %
        you are notified.
      </PageHeader>
      <div class="stack">
        <TenantChoice />
        <AsIf on={data?.asIfOn} />
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="budgets" lines={6} />}
        {outcome && <Outcome outcome={outcome} onDismiss={() => setOutcome(undefined)} />}
        {data && !budgets.some(isLimiting) && (
          <Flash tone="info">
            No budget is set: nothing is limited. What is charged is still counted.
          </Flash>
        )}
        <div class="columns">
          {budgets.map((budget) => (
            <BudgetPanel
              key={budget.id}
              budget={budget}
              {...(budget.level === 'account' && !tenant.isOperator
                ? {}
                : {
                    onChange: () => setAsking({ what: 'set', budget }),
                    onRemove: () => setAsking({ what: 'remove', budget }),
                  })}
            />
          ))}
        </div>
      </div>
      {asking && <Asked {...{ asking, tenant }} onDone={setOutcome} onClose={close} />}
    </>
  );
}

interface AskedProps {
  readonly asking: Asking;
  readonly tenant: Tenant;
  readonly onDone: (outcome: BudgetOutcome) => void;
  readonly onClose: () => void;
}

function Asked({ asking: { what, budget }, tenant, ...dialog }: AskedProps) {
  if (what === 'remove') return <RemoveDialog {...dialog} budget={budget!} tenant={tenant.id} />;
  return (
    <BudgetDialog {...dialog} budget={budget} isOperator={tenant.isOperator} tenant={tenant.id} />
  );
}

function isLimiting({ monthMicros, dayMicros }: Budget): boolean {
  return monthMicros !== undefined || dayMicros !== undefined;
}

/** Named after a budget was changed, until it is dismissed: what was stopped, what goes on. */
function Outcome({ outcome, onDismiss }: { outcome: BudgetOutcome; onDismiss: () => void }) {
  const { text, stopped, resumed, isPending } = outcome;
  return (
    <Flash tone={stopped.length > 0 ? 'warn' : 'good'} onDismiss={onDismiss}>
      <p>{text}</p>
      {isPending && <p>It is being carried out: more may be stopped or resumed within a minute.</p>}
      <JobList title={`${count(stopped.length, 'job')} stopped by it`} ids={stopped} />
      <JobList title={`${count(resumed.length, 'job')} resumed`} ids={resumed} />
    </Flash>
  );
}
