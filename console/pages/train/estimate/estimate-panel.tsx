import type { ComponentChildren } from 'preact';
import { useCall } from '../../../api/use-call.ts';
import { Flash } from '../../../parts/flash.tsx';
import { dollars } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Problem, Spinner } from '../../../parts/states.tsx';
import { newestVersion } from '../order/order.ts';
import type { StepProps } from '../order/use-form.ts';
import { estimateInWords } from './estimate-words.ts';
import type { EstimateWords } from './estimate-words.ts';
import { StartButton } from './start-button.tsx';

/** Time and price of what is chosen, and the button below them. */
export function EstimatePanel(step: StepProps) {
  const { form, choices } = step;
  const estimate = form.estimate && estimateInWords(form.estimate);
  const missing = missingOf(step);
  return (
    <aside class="sticky" aria-label="Estimate">
      <Panel title="Estimate" actions={form.isEstimating && <Spinner />}>
        <div class="stack" aria-live="polite">
          {missing && !form.refusal && <p>{missing}</p>}
          {form.refusal && <Problem error={form.refusal} title="No estimate" />}
          {estimate && <Figures estimate={estimate} />}
          {estimate && <Budget estimate={estimate} />}
          {estimate && <Queue />}
          {form.template?.stageCommand !== undefined && !choices.from && (
            <Flash tone="error">
              {form.template.template.id} cannot train here: its base model is not staged. The
              command stands beside the template.
            </Flash>
          )}
        </div>
        <div class="stack start">
          <StartButton {...step} missing={missing} />
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

function Figures({ estimate }: { estimate: EstimateWords }) {
  const { time, price, limit, display, stopsAfter, rate, epochs, explanation } = estimate;
  return (
    <>
      <KeyValues
        items={[
          {
            name: 'Time',
            value: <Large>{time}</Large>,
            hint: `in quarters of an hour: ${display}`,
          },
          { name: 'Price', value: <Large>{price}</Large>, hint: rate },
          { name: 'Never more than', value: limit, hint: `stopped after ${stopsAfter}` },
          { name: 'Epochs', value: epochs },
        ]}
      />
      {estimate.exceedsLimit && (
        <Flash tone="error">
          Longer than this service lets a training run: it would be refused.
        </Flash>
      )}
      {estimate.notPredictable !== undefined && (
        <Flash tone="warn">It could not be predicted with here: {estimate.notPredictable}.</Flash>
      )}
      {estimate.warnings.map(({ code, message, advice }) => (
        <Flash key={code} tone="warn">
          <b>{message}.</b> <span class="hint">{advice}.</span>
        </Flash>
      ))}
      <details>
        <summary>How it was reckoned</summary>
        <ul>
          {explanation.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Large({ children }: { children: ComponentChildren }) {
  return <span class="large">{children}</span>;
}

/** Says before the start what would be refused: the limit does not fit in what is left. */
function Budget({ estimate }: { estimate: EstimateWords }) {
  const { data } = useCall('GetAmount', {});
  if (!data) return null;
  const { budgetMicros, heldMicros, postedMicros } = data.amount;
  const left = budgetMicros - heldMicros - postedMicros;
  if (left >= estimate.maxAmountMicros)
    return <p class="hint">{dollars(left)} of this month’s budget are left.</p>;
  return (
    <Flash tone="error">
      The limit of {estimate.limit} does not fit in what is left of this month’s budget,{' '}
      {dollars(Math.max(0, left))} of {dollars(budgetMicros)}: it would be refused.
    </Flash>
  );
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
