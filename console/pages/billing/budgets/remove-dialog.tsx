import type { Budget } from '../../../../core/api/wire/messages.ts';
import { useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { budgetName, limitsInWords } from './budget-words.ts';
import { stale } from './use-budgets.ts';
import type { BudgetOutcome } from './use-budgets.ts';

interface RemoveDialogProps {
  readonly budget: Budget;
  readonly tenant: string;
  readonly onDone: (outcome: BudgetOutcome) => void;
  readonly onClose: () => void;
}

/** Asks before a budget goes. */
export function RemoveDialog({ budget, tenant, onDone, onClose }: RemoveDialogProps) {
  const announce = useAnnounce();
  const name = budgetName(budget);
  const remove = useChange(
    (client, id: string) => client.call('DeleteBudget', { user_id: tenant, budget_id: id }),
    stale,
  );
  const confirm = async () => {
    const { stopped, resumed, isPending } = await remove.mutateAsync(budget.id);
    const text = `The budget of ${name} was removed`;
    announce(text);
    onDone({ text, stopped, resumed, isPending });
  };
  return (
    <ConfirmDialog
      title={`Remove the budget of ${name}?`}
      verb="Remove"
      isDangerous
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {limitsInWords(budget)} no longer{' '}
        {budget.level === 'tenant'
          ? 'holds; a default of the configuration does again.'
          : 'holds; the budgets above it still do.'}{' '}
        What is charged stays charged.
      </p>
    </ConfirmDialog>
  );
}
