import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Client } from '../../../../client/client.ts';
import type { AnswersLink, ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useCall, useClient } from '../../../api/use-call.ts';
import { bytes } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Problem, Spinner } from '../../../parts/states.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';

interface AnswerFilesProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

interface AnswerFile {
  readonly id: string;
  readonly what: string;
  readonly dataset: string;
  /** Formats with how each is asked for; none: there are no answers yet. */
  readonly formats: readonly (readonly [name: string, ask: Ask])[];
}

type Ask = (client: Client) => Promise<AnswersLink>;

/** Answers to whole dataset versions: of evaluations and of predictions. */
export function AnswerFiles({ modelId, version }: AnswerFilesProps) {
  const files = useAnswerFiles(modelId, version);
  return (
    <Panel
      title="Answers"
      text="Every row of an evaluation or a prediction: its answer, its score and, where there is one, its label."
    >
      {files.length === 0 ? (
        <p class="hint">
          Nothing was evaluated or predicted with this version over a dataset yet: the Predict tab
          and the commands <code>deeptune evaluate</code> and <code>deeptune predict</code> do.
        </p>
      ) : (
        <DataTable
          label="Answers"
          rows={files}
          keyOf={({ what, id }) => `${what} ${id}`}
          columns={[
            { name: 'Id', cell: ({ id }) => <bdi>{id}</bdi> },
            { name: 'Kind', cell: ({ what }) => what },
            { name: 'Dataset', cell: ({ dataset }) => <bdi>{dataset}</bdi> },
            {
              name: 'Download',
              cell: ({ id, formats }) => (
                <span class="row">
                  {formats.map(([name, ask]) => (
                    <LinkButton key={name} ask={ask} label={`${name} of ${id}`}>
                      {name}
                    </LinkButton>
                  ))}
                </span>
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}

function useAnswerFiles(modelId: string, { id: versionId }: ModelVersion): AnswerFile[] {
  const evaluated = useCall('ListModelVersionEvaluations', {
    ...{ model_id: modelId, model_version_id: versionId, per_page: 50 },
  });
  const of = { model_id: modelId, version_id: versionId };
  const predicted = useCall('ListModelVersionPredictions', { ...of, per_page: 50 });
  const evaluations = (evaluated.data?.eval_metrics ?? []).filter(({ id }) => id !== versionId);
  return [
    ...evaluations.map(({ id, ground_truth_dataset: dataset, status }): AnswerFile => ({
      ...{ id, what: 'evaluation', dataset: dataset?.id ?? '–' },
      formats: status.code === 21300 ? [['JSON lines', askEvaluation(id)]] : [],
    })),
    ...(predicted.data?.predictions ?? []).map(({ id, dataset, rows }): AnswerFile => ({
      ...{ id, what: 'prediction', dataset: dataset.id },
      formats:
        rows.answered === 0
          ? []
          : [
              ['JSON lines', askPrediction({ ...of, prediction_id: id, format: 'jsonl' })],
              ['CSV', askPrediction({ ...of, prediction_id: id, format: 'csv' })],
            ],
    })),
  ];
}

function askEvaluation(id: string): Ask {
  return async (client) =>
    (await client.call('GetEvaluationPredictions', { evaluation_id: id })).content;
}

function askPrediction(asked: {
  readonly model_id: string;
  readonly version_id: string;
  readonly prediction_id: string;
  readonly format: 'jsonl' | 'csv';
}): Ask {
  return async (client) => (await client.call('GetModelVersionPredictionContent', asked)).content;
}

interface LinkButtonProps {
  readonly ask: (client: Client) => Promise<{ readonly url: string; readonly size?: number }>;
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Asks for a link, then is one: links end after an hour, so none is asked for in advance. */
export function LinkButton({ ask, label, children }: LinkButtonProps) {
  const client = useClient();
  const [state, setState] = useState<
    'open' | 'busy' | Error | { readonly url: string; readonly size?: number }
  >('open');
  const find = async () => {
    setState('busy');
    try {
      const link = await ask(client);
      setState(link);
      openLink(link.url);
    } catch (error) {
      setState(error as Error);
    }
  };
  if (state instanceof Error) return <Problem error={state} onRetry={() => void find()} />;
  if (typeof state === 'object')
    return (
      <a href={state.url} download target="_blank" rel="noopener">
        {children} {state.size !== undefined && bytes(state.size)}
      </a>
    );
  return (
    <button
      type="button"
      aria-label={label}
      disabled={state === 'busy'}
      onClick={() => void find()}
    >
      {state === 'busy' && <Spinner />} {children}
    </button>
  );
}

/** Downloads a file; what the browser would show instead comes in a tab of its own. */
function openLink(url: string): void {
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: '', target: '_blank', rel: 'noopener' });
  link.click();
}
