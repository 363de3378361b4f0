import { useQuery } from '@tanstack/preact-query';
import type { Operation } from '../../../../client/operation.ts';
import type { Requests } from '../../../../core/api/wire/requests.ts';
import { useChange, useClient } from '../../../api/use-call.ts';

/** A budget as the API takes it. */
export type NewBudget = Requests['PutBudget']['budget'];

/** A budget as it is typed. */
export interface BudgetDraft {
  readonly level: NewBudget['level'];
  readonly appId: string;
  readonly modelId: string;
  readonly month: string;
  readonly day: string;
  readonly atLimit: NonNullable<NewBudget['atLimit']>;
}

/** What became of a change. */
export interface BudgetOutcome {
  readonly text: string;
  /** Ids of jobs. */
  readonly stopped: readonly string[];
  readonly resumed: readonly string[];
  /** True: it is being carried out, and more may follow. */
  readonly isPending: boolean;
}

/** What is read anew when a budget has changed. */
export const stale: readonly Operation[] = [
  ...(['ListBudgets', 'ListActivity', 'GetAmount', 'ListModelVersions'] as const),
  ...(['PostModelVersionsTrainingEstimates', 'ListLedgerEntries'] as unknown as Operation[]),
];

/** Sets a budget. */
export function useBudgetChange(tenant: string) {
  return useChange(
    (client, budget: NewBudget) => client.call('PutBudget', { user_id: tenant }, { budget }),
    stale,
  );
}

/** What setting a budget would stop and resume; nothing is done. */
export function useConsequences(budget: NewBudget, tenant: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['PutBudget', 'dry', tenant, budget],
    queryFn: () => client.call('PutBudget', { user_id: tenant }, { budget, dry_run: true }),
  });
}
