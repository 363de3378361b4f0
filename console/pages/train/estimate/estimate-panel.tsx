import type { TrainingEstimate } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useCall } from '../../../api/use-call.ts';
import { AsIf } from '../../../parts/figures/as-if.tsx';
import { Flash } from '../../../parts/flash.tsx';
import { dollars, duration } from '../../../parts/figures/in-words.ts';
import { ForecastDetails, forecastItems } from '../../../parts/forecast/forecast.tsx';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Problem, Spinner } from '../../../parts/states.tsx';
import { newestVersion } from '../order/order.ts';
import type { StepProps } from '../order/use-form.ts';
import { QuoteActions, QuotePanel } from '../quote/quote-panel.tsx';
import { useQuotes } from '../quote/use-quotes.ts';
import { StartButton } from './start-button.tsx';

/** Time and price of what is chosen, and the button below them. */
export function EstimatePanel(step: StepProps) {
  const { form, choices } = step;
  const { estimate } = form;
  const missing = missingOf(step);
  const quotes = useQuotes(step);
  return (
    <aside class="sticky" aria-label="Estimate">
      <Panel title="Estimate" actions={form.isEstimating && <Spinner />}>
        <div class="stack" aria-live="polite">
          {missing && !form.refusal && <p>{missing}</p>}
          {form.refusal && <Problem error={form.refusal} title="No estimate" />}
          {estimate && <Figures estimate={estimate} />}
          {estimate && <Budget estimate={estimate} />}
          {estimate && <QuotePanel quotes={quotes} />}
          {estimate && <Queue />}
          {estimate && <ForecastDetails of={estimate} />}
          {form.template?.stageCommand !== undefined && !choices.from && (
            <Flash tone="error">
              {form.template.template.id} cannot train here: its base model is not staged. The
              command stands beside the template.
            </Flash>
          )}
        </div>
        <div class="stack start">
          {estimate && (
            <QuoteActions
              quotes={quotes}
              isReady={missing === undefined && form.refusal === null && !form.isEstimating}
            />
          )}
          <StartButton {...step} missing={missing} quote={quotes.quoted?.quote} />
        </div>
      </Panel>
    </aside>
  );
}

/** What has to be chosen first, in words. */
function missingOf({ form, choices }: StepProps): string | undefined {
  if (!form.type) return choices.isNew ? 'Choose a type of model.' : 'Choose a model.';
  if (choices.datasetId === '') return 'Choose a dataset.';
  if (choices.conceptIds?.length === 0) return 'Choose concepts.';
  if (choices.from?.versionId === newestVersion) return 'Choose a version to go on from.';
  if (choices.modelId === '') return 'Give the new model an id.';
  return undefined;
}

function Figures({ estimate }: { estimate: TrainingEstimate }) {
  const { expectedEpochs, epochs, displaySeconds, predictable, notPredictable } = estimate;
  return (
    <>
      <KeyValues
        items={[
          ...forecastItems(estimate),
          {
            name: 'Epochs',
            value: expectedEpochs === epochs ? epochs : `about ${expectedEpochs} of ${epochs}`,
          },
          {
            name: 'In quarters of an hour',
            value: displaySeconds === 0 ? 'under 15 min' : duration(displaySeconds),
          },
        ]}
      />
      <AsIf on={estimate.asIfOn} />
      {estimate.exceedsMaxRuntime && (
        <Flash tone="error">
          Longer than this service lets a training run: it would be refused.
        </Flash>
      )}
      {!predictable && (
        <Flash tone="warn">
          It could not be predicted with here: {notPredictable ?? 'not here'}.
        </Flash>
      )}
      {estimate.warnings.map(({ code, message, advice }) => (
        <Flash key={code} tone="warn">
          <b>{message}.</b> <span class="hint">{advice}.</span>
        </Flash>
      ))}
    </>
  );
}

/** Says before the start what a budget would refuse, and what is left where it would not. */
function Budget({ estimate: { wouldBeRefused } }: { estimate: TrainingEstimate }) {
  const { data } = useCall('GetAmount', {});
  if (wouldBeRefused)
    return (
      <Flash tone="error">
        It would be refused: {wouldBeRefused.message}. <a href={addresses.budgets()}>Budgets</a>
      </Flash>
    );
  if (!data) return null;
  const { budgetMicros, heldMicros, postedMicros } = data.amount;
  if (budgetMicros === undefined) return <p class="hint">No budget of all apps limits it.</p>;
  const left = Math.max(0, budgetMicros - heldMicros - postedMicros);
  return <p class="hint">{dollars(left)} of this month’s budget are left.</p>;
}

function Queue() {
  const { data } = useCall('ListActivity', {});
  if (!data) return null;
  const waiting = data.jobs.filter(({ status }) => status === 'queued').length;
  const isFree = data.running < data.maxRunning && waiting === 0;
  return (
    <p class="hint">
      {isFree
        ? 'It starts at once.'
        : `${data.running} of ${data.maxRunning} run now, ${waiting} wait: it takes its turn behind them.`}
    </p>
  );
}
