import { useState } from 'preact/hooks';
import type { Answers, Budget } from '../../../../core/api/wire/messages.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { Dialog } from '../../../parts/dialog/dialog.tsx';
import { DialogFooter } from '../../../parts/dialog/dialog-footer.tsx';
import { Field } from '../../../parts/form/field.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { dollarFault, microsTyped, typedMicros } from '../typed-dollars.ts';
import { AtLimitField, PlaceFields } from './budget-fields.tsx';
import { budgetName, limitsInWords } from './budget-words.ts';
import { JobList } from './job-list.tsx';
import type { BudgetDraft, BudgetOutcome } from './use-budgets.ts';
import { useBudgetChange, useConsequences } from './use-budgets.ts';

interface BudgetDialogProps {
  /** Absent: a new one. */
  readonly budget: Budget | undefined;
  readonly isOperator: boolean;
  readonly tenant: string;
  readonly onDone: (outcome: BudgetOutcome) => void;
  readonly onClose: () => void;
}

/** Sets or changes a budget: first its limits, then what would come of them, then it is done. */
export function BudgetDialog(props: BudgetDialogProps) {
  const { budget, isOperator, tenant, onDone, onClose } = props;
  const [draft, setDraft] = useState<BudgetDraft>(() => draftOf(budget));
  const [isAsking, setAsking] = useState(false);
  const announce = useAnnounce();
  const set = useBudgetChange(tenant);
  const change = (changed: Partial<BudgetDraft>) => setDraft({ ...draft, ...changed });
  const faults = [dollarFault(draft.month), dollarFault(draft.day)];
  const asked = askedOf(draft);
  const isEmpty = asked.monthMicros === undefined && asked.dayMicros === undefined;
  const isPlaced =
    !['app', 'model'].includes(draft.level) ||
    (draft.appId !== '' && (draft.level === 'app' || draft.modelId !== ''));
  const done = ({ budget: now, stopped, resumed, isPending }: Answers['PutBudget']) => {
    const text = `${budgetName(now)}: ${limitsInWords(now)}`;
    announce(text);
    onDone({ text, stopped, resumed, isPending });
    onClose();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isAsking) setAsking(true);
    else set.mutate(asked, { onSuccess: done });
  };
  return (
    <Dialog title={budget ? `Budget: ${budgetName(budget)}` : 'Set a budget'} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        {isAsking ? (
          <Consequences draft={draft} tenant={tenant} />
        ) : (
          <>
            {!budget && <PlaceFields {...{ draft, change, isOperator }} />}
            <AmountField
              label="Dollars a month"
              text={draft.month}
              onChange={(month) => change({ month })}
            />
            <AmountField
              label="Dollars a day"
              text={draft.day}
              onChange={(day) => change({ day })}
            />
            <AtLimitField atLimit={draft.atLimit} onChange={(atLimit) => change({ atLimit })} />
          </>
        )}
        {set.error && <Problem error={set.error} title="The budget was not set" />}
        <DialogFooter
          verb={isAsking ? 'Set budget' : 'What would come of it?'}
          isBusy={set.isPending}
          isBlocked={faults.some(Boolean) || isEmpty || !isPlaced}
          {...(isAsking ? { leave: 'Back' } : {})}
          onClose={isAsking ? () => setAsking(false) : onClose}
        />
      </form>
    </Dialog>
  );
}

function draftOf(budget: Budget | undefined): BudgetDraft {
  const { level = 'tenant', appId = '', modelId = '', atLimit = 'stop' } = budget ?? {};
  return {
    ...{ appId, modelId },
    // The API answers no others.
    level: level as BudgetDraft['level'],
    atLimit: atLimit as BudgetDraft['atLimit'],
    month: typedMicros(budget?.monthMicros),
    day: typedMicros(budget?.dayMicros),
  };
}

/** What the API is asked for; texts that are no amounts are left out. */
export function askedOf(draft: BudgetDraft) {
  const { level, appId, modelId, month, day, atLimit } = draft;
  const [monthMicros, dayMicros] = [microsTyped(month), microsTyped(day)];
  return {
    ...{ level, atLimit },
    ...(level === 'app' || level === 'model' ? { appId } : {}),
    ...(level === 'model' ? { modelId } : {}),
    ...(monthMicros === undefined ? {} : { monthMicros }),
    ...(dayMicros === undefined ? {} : { dayMicros }),
  };
}

interface AmountFieldProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function AmountField({ label, text, onChange }: AmountFieldProps) {
  return (
    <Field
      label={label}
      hint="Empty: no limit. 0: nothing may be spent. Months and days are in UTC."
      error={dollarFault(text)}
    >
      <input
        value={text}
        inputMode="decimal"
        autocomplete="off"
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </Field>
  );
}

/** Said before anything is done: the limits, and the jobs that they would stop or resume. */
function Consequences({ draft, tenant }: { draft: BudgetDraft; tenant: string }) {
  const asked = askedOf(draft);
  const { data, error, isLoading } = useConsequences(asked, tenant);
  return (
    <div class="stack" aria-live="polite">
      <p>
        <b>{budgetName(asked)}</b>: {limitsInWords(asked)}.
      </p>
      {isLoading && <Loading what="what would come of it" lines={2} />}
      {error && <Problem error={error} />}
      {data && data.stopped.length + data.resumed.length === 0 && (
        <p>Nothing that runs or waits would be stopped.</p>
      )}
      {data && (
        <>
          <JobList
            title="Would be stopped, the newest first"
            ids={data.stopped}
            hint="Each saves a checkpoint first, leaves a version that can be used, and gives back what it does not use. Raising the limit resumes it."
          />
          <JobList title="Would be resumed" ids={data.resumed} />
        </>
      )}
    </div>
  );
}
