import { useState } from 'preact/hooks';
import type { BatchPrediction } from '../../../../../core/api/wire/messages.ts';
import { useCall, useChange, useClient } from '../../../../api/use-call.ts';
import { ConfirmDialog } from '../../../../parts/dialog/confirm-dialog.tsx';
import { Money, Time } from '../../../../parts/figures/figures.tsx';
import { dollars, dollarsUp, grouped } from '../../../../parts/figures/in-words.ts';
import { jobTime } from '../../../../parts/forecast/job-time.ts';
import { Panel } from '../../../../parts/panel.tsx';
import { Loading, Problem } from '../../../../parts/states.tsx';
import { StatusBadge } from '../../../../parts/status-badge.tsx';
import { DataTable } from '../../../../parts/table/data-table.tsx';
import type { AskedModel } from '../asked-model.ts';
import { StartBatch } from './start-batch.tsx';

const open = ['queued', 'running', 'stopping'];
const refresh = 2_000;

/** Predictions over whole datasets: jobs, which are billed, and whose answers are files. */
export function BatchPredictions({ model }: { model: AskedModel }) {
  const named = { model_id: model.modelId, version_id: model.answeringId };
  const [isOpen, setOpen] = useState(false);
  const { data, error, isLoading, refetch } = useCall('ListModelVersionPredictions', named, {
    refetchInterval: isOpen && refresh,
  });
  const predictions = data?.predictions ?? [];
  const hasOpen = predictions.some(({ job }) => open.includes(job.status));
  if (hasOpen !== isOpen) setOpen(hasOpen);
  return (
    <Panel
      title="Predict over a dataset"
      text="A job: seconds on the laptop, minutes on AWS. It is estimated, limited and billed like a training."
    >
      <div class="stack">
        <StartBatch model={model} />
        {isLoading && <Loading what="predictions over datasets" lines={2} />}
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {predictions.length > 0 && <BatchTable model={model} predictions={predictions} />}
      </div>
    </Panel>
  );
}

interface BatchTableProps {
  readonly model: AskedModel;
  readonly predictions: readonly BatchPrediction[];
}

function BatchTable({ model, predictions }: BatchTableProps) {
  return (
    <DataTable
      label="Predictions over datasets"
      rows={predictions}
      keyOf={({ id }) => id}
      columns={[
        {
          name: 'Dataset',
          cell: ({ dataset }) => <span title={`version ${dataset.version.id}`}>{dataset.id}</span>,
        },
        { name: 'Started', cell: ({ created_at: at }) => <Time at={at} /> },
        {
          name: 'Status',
          cell: ({ job }) => (
            <>
              <StatusBadge status={job.status} />
              {job.failure && <div class="hint">{job.failure.message}</div>}
            </>
          ),
        },
        { name: 'Answered', isNumber: true, cell: ({ rows }) => <Rows rows={rows} /> },
        { name: 'Time', cell: ({ job }) => <JobTime job={job} /> },
        {
          name: 'Amount',
          isNumber: true,
          cell: ({ job: { settlement, promised, bill } }) => (
            <>
              <Money micros={settlement?.amountMicros} />
              {promised && <div class="hint">forecast {dollars(promised.amountMicros.p50)}</div>}
              {bill && <div class="hint">at most {dollarsUp(bill.maxPriceMicros)}</div>}
              {bill?.cost && (
                <div class="hint">
                  AWS’s cost {dollars(bill.cost.costMicros)}
                  {bill.asIfOn !== undefined && ', as if'}
                </div>
              )}
            </>
          ),
        },
        { name: 'Answers', cell: (prediction) => <Actions {...{ model, prediction }} /> },
      ]}
    />
  );
}

/** What is left of it, or what it took; below it what was forecast. */
function JobTime({ job }: Pick<BatchPrediction, 'job'>) {
  const { text, hint } = jobTime(job, 'predict');
  return (
    <>
      {text}
      {hint !== undefined && <div class="hint">{hint}</div>}
    </>
  );
}

function Rows({ rows: { total, answered, failed, firstFailure } }: Pick<BatchPrediction, 'rows'>) {
  return (
    <>
      {grouped(answered)} of {grouped(total)}
      {failed > 0 && (
        <div class="hint">
          {grouped(failed)} failed: {firstFailure}
        </div>
      )}
    </>
  );
}

function Actions({ model, prediction }: { model: AskedModel; prediction: BatchPrediction }) {
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<Error>();
  const named = {
    model_id: model.modelId,
    version_id: model.answeringId,
    prediction_id: prediction.id,
  };
  const isOpen = open.includes(prediction.job.status);
  const remove = useChange(
    (asked) => asked.call('DeleteModelVersionPrediction', named),
    ['ListModelVersionPredictions', 'ListActivity'],
  );
  const download = async (format: 'jsonl' | 'csv') => {
    setError(undefined);
    try {
      const { content } = await client.call('GetModelVersionPredictionContent', {
        ...named,
        format,
      });
      follow(content.url, `${prediction.id}.${format}`);
    } catch (problem) {
      setError(problem as Error);
    }
  };
  return (
    <div class="row">
      {prediction.rows.answered > 0 && (
        <>
          <button type="button" onClick={() => void download('jsonl')}>
            JSONL
          </button>
          <button type="button" onClick={() => void download('csv')}>
            CSV
          </button>
        </>
      )}
      <button type="button" class="link" onClick={() => setAsking(true)}>
        {isOpen ? 'Stop' : 'Delete'}
      </button>
      {error && <Problem error={error} />}
      {isAsking && (
        <ConfirmDialog
          title={isOpen ? 'Stop this prediction?' : 'Delete this prediction?'}
          verb={isOpen ? 'Stop' : 'Delete'}
          isDangerous
          onConfirm={() => remove.mutateAsync(undefined)}
          onClose={() => setAsking(false)}
        >
          <p>
            {isOpen
              ? 'What was answered so far is kept, and what was used is billed.'
              : 'Its answers are deleted. The bill stays.'}
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

/** A link that works for an hour without a key: the browser fetches it. */
function follow(url: string, name: string): void {
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.rel = 'noopener';
  anchor.click();
}
