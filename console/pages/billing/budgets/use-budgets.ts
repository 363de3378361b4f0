import { useQuery } from '@tanstack/preact-query';
import type { NewBudget } from '../../../api/billing-wire.ts';
import { callBilling } from '../../../api/billing-calls.ts';
import { useChange, useClient } from '../../../api/use-call.ts';

/** A budget as it is typed. */
export interface BudgetDraft {
  readonly level: string;
  readonly appId: string;
  readonly modelId: string;
  readonly month: string;
  readonly day: string;
  readonly atLimit: string;
}

/** What became of a change. */
export interface BudgetOutcome {
  readonly text: string;
  /** Ids of jobs. */
  readonly stopped: readonly string[];
  readonly resumed: readonly string[];
}

/** What is read anew when a budget has changed. */
export const stale = ['ListBudgets', 'ListActivity', 'GetAmount', 'ListModelVersions'];

/** Sets a budget. */
export function useBudgetChange(tenant: string) {
  return useChange(
    (client, budget: NewBudget) =>
      callBilling(client, 'PutBudget', { user_id: tenant }, { budget }),
    stale as never[],
  );
}

/** What setting a budget would stop and resume; nothing is done. */
export function useConsequences(budget: NewBudget, tenant: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['PutBudget', 'dry', tenant, budget],
    queryFn: () => callBilling(client, 'PutBudget', { user_id: tenant }, { budget, dry_run: true }),
  });
}
