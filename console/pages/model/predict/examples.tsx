import type { Input } from '../../../../core/api/wire/messages.ts';
import { useBlob } from '../../../api/use-blob.ts';
import { useCall } from '../../../api/use-call.ts';
import type { Source } from './question.ts';

interface ExamplesProps {
  readonly datasetId: string;
  readonly onAdd: (sources: readonly Source[]) => void;
}

const shown = 8;

/** Some inputs of the dataset that the model was trained on, to begin with. */
export function Examples({ datasetId, onAdd }: ExamplesProps) {
  const { data } = useCall('ListDatasetInputs', { dataset_id: datasetId, per_page: shown });
  const inputs = (data?.dataset_inputs ?? []).map(({ input }) => input as Input);
  if (inputs.length === 0) return null;
  return (
    <div>
      <p class="hint">Or one of its dataset {datasetId}:</p>
      <div class="examples">
        {inputs.map((input) => (
          <button
            key={input.id}
            type="button"
            title={input.id}
            onClick={() => onAdd([{ kind: 'input', input }])}
          >
            {input.data.image ? <Thumbnail input={input} /> : textOf(input)}
          </button>
        ))}
      </div>
    </div>
  );
}

function Thumbnail({ input: { id, data } }: { input: Input }) {
  const { url } = useBlob(data.image?.url);
  return <img src={url} alt={`Predict with ${id}`} />;
}

function textOf({ id, data }: Input): string {
  const text = data.text?.raw?.trim() || id;
  return text.length > 40 ? `${[...text].slice(0, 40).join('')}…` : text;
}
