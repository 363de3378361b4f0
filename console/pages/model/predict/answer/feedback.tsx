import { useState } from 'preact/hooks';
import type { Output } from '../../../../../core/api/wire/messages.ts';
import type { Shape } from '../../../../drawing/shapes.ts';
import { addresses } from '../../../../addresses.ts';
import { useCall, useChange } from '../../../../api/use-call.ts';
import { Field } from '../../../../parts/form/field.tsx';
import { Flash } from '../../../../parts/flash.tsx';
import { Problem, Spinner } from '../../../../parts/states.tsx';
import { answerKindOf } from '../asked-model.ts';
import type { AskedModel } from '../asked-model.ts';
import { dataOf } from '../question.ts';
import type { Question } from '../question.ts';
import { answerAsCorrection, choicesOf, labelledInput } from './corrections.ts';
import type { Correction } from './corrections.ts';

interface FeedbackProps {
  readonly question: Question;
  readonly output: Output;
  readonly model: AskedModel;
  /** The regions that are shown. */
  readonly shapes: readonly Shape[];
}

/** What is right instead: it becomes a labelled input of a dataset, to train on. */
export function Feedback(props: FeedbackProps) {
  const { question, model } = props;
  if (question.source.kind === 'input') return <KnownInput props={props} />;
  return (
    <details>
      <summary>Wrong or right? Add it to a dataset</summary>
      <FeedbackForm key={model.answeringId} {...props} />
    </details>
  );
}

/** An input of the app has its labels already. */
function KnownInput({ props: { question, model } }: { props: FeedbackProps }) {
  if (question.source.kind !== 'input') return null;
  const { concepts = [], regions = [], metadata } = question.source.input.data;
  const completion = metadata?.['completion'];
  const labels = [
    ...concepts.filter(({ value }) => value !== 0).map(({ id, name }) => name || id),
    ...regions.flatMap(({ data }) => (data.concepts ?? []).map(({ id, name }) => name || id)),
    ...(typeof completion === 'string' ? [completion] : []),
  ];
  return (
    <p class="hint">
      Labelled: {[...new Set(labels)].join(', ') || 'nothing'}
      {model.datasetId !== undefined && (
        <>
          {' '}
          · <a href={addresses.dataset(model.appId, model.datasetId)}>relabel in its dataset</a>
        </>
      )}
    </p>
  );
}

function FeedbackForm({ question, output, model, shapes }: FeedbackProps) {
  const kind = answerKindOf(model.modelTypeId);
  const [correction, setCorrection] = useState(() => answerAsCorrection(output, shapes));
  const [datasetId, setDataset] = useState(model.datasetId ?? '');
  const datasets = useCall('ListDatasets', { per_page: 1000 }).data?.datasets ?? [];
  const add = useChange(
    async (client, asked: Correction) => {
      const input = labelledInput(await dataOf(question.source), kind, asked);
      return client.call('PostInputs', {}, { inputs: [{ ...input, dataset_ids: [datasetId] }] });
    },
    ['ListDatasetInputs', 'ListDatasets', 'ListInputs'],
  );
  if (add.isSuccess)
    return (
      <Flash tone="good">
        Added to <a href={addresses.dataset(model.appId, datasetId)}>{datasetId}</a>. Freeze a new
        version of it to train on.
      </Flash>
    );
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(correction);
      }}
    >
      <Right {...{ kind, output, model, shapes, correction }} onChange={setCorrection} />
      <Field label="Dataset to add it to">
        <select
          value={datasetId}
          required
          onChange={({ currentTarget }) => setDataset(currentTarget.value)}
        >
          <option value="">choose a dataset</option>
          {datasets.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </Field>
      {add.error && <Problem error={add.error} title="Not added" />}
      <div>
        <button disabled={add.isPending || datasetId === ''}>
          {add.isPending && <Spinner />} Add to the dataset
        </button>
      </div>
    </form>
  );
}

interface RightProps extends Omit<FeedbackProps, 'question'> {
  readonly kind: ReturnType<typeof answerKindOf>;
  readonly correction: Correction;
  readonly onChange: (correction: Correction) => void;
}

/** Asks what is right: a text, the regions that are, or the concept. */
function Right({ kind, output, model, shapes, correction, onChange }: RightProps) {
  if (kind === 'text')
    return (
      <Field label="The right answer">
        <textarea
          value={correction.completion}
          onInput={({ currentTarget }) =>
            onChange({ ...correction, completion: currentTarget.value })
          }
        />
      </Field>
    );
  if (kind === 'regions') return <RightShapes {...{ shapes, correction, onChange }} />;
  const [conceptId = ''] = correction.conceptIds;
  return (
    <Field label="The right concept is">
      <select
        value={conceptId}
        required
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...correction, conceptIds: value === '' ? [] : [value] })
        }
      >
        {conceptId === '' && <option value="">choose a concept</option>}
        {choicesOf(output, model.concepts).map(({ id, name }) => (
          <option key={id} value={id}>
            {name || id}
          </option>
        ))}
      </select>
    </Field>
  );
}

function RightShapes({
  shapes,
  correction,
  onChange,
}: Pick<RightProps, 'shapes' | 'correction' | 'onChange'>) {
  const kept = new Set(correction.shapes.map(({ id }) => id));
  return (
    <fieldset>
      <legend>Regions that are right</legend>
      <p class="hint">
        What is missing is drawn in the dataset afterwards. With none, it is a picture in which
        nothing is to be found.
      </p>
      {shapes.map((shape) => (
        <label key={shape.id} class="choice">
          <input
            type="checkbox"
            checked={kept.has(shape.id)}
            onChange={({ currentTarget: { checked } }) =>
              onChange({
                ...correction,
                shapes: shapes.filter(({ id }) => (id === shape.id ? checked : kept.has(id))),
              })
            }
          />
          {shape.concept?.name ?? 'no concept'} {shape.value.toFixed(2)}
        </label>
      ))}
    </fieldset>
  );
}
