import { useMemo } from 'preact/hooks';
import type { Input } from '../../../../../core/api/wire/messages.ts';
import { useBlob } from '../../../../api/use-blob.ts';
import { useCall } from '../../../../api/use-call.ts';
import { count, figure } from '../../../../parts/figures/in-words.ts';
import { Loading, Problem } from '../../../../parts/states.tsx';
import { useQueryState } from '../../../../parts/use-query-state.ts';
import type { AskedModel } from '../asked-model.ts';
import { nearest } from './similarity.ts';
import type { Neighbour } from './similarity.ts';
import { maxLookedAt, useEmbedded } from './use-embedded.ts';

interface NeighboursProps {
  readonly model: AskedModel;
  readonly vector: readonly number[];
  /** The input that is asked about, where it is one of the app: it is nearest to itself. */
  readonly exceptId?: string | undefined;
}

const shown = 6;

/** The pictures of a dataset that the model takes for the most alike. */
export function Neighbours({ model, vector, exceptId }: NeighboursProps) {
  const [datasetId, setDataset] = useQueryState('among', model.datasetId ?? '');
  const datasets = useCall('ListDatasets', { per_page: 1000 }).data?.datasets ?? [];
  const { data, error, isLoading, refetch } = useEmbedded(model, datasetId);
  const found = useMemo(
    () => nearest(vector, data?.filter(({ of }) => of.id !== exceptId) ?? [], shown),
    [vector, data, exceptId],
  );
  return (
    <div class="stack">
      <label class="row">
        Nearest in
        <select value={datasetId} onChange={({ currentTarget }) => setDataset(currentTarget.value)}>
          {datasetId === '' && <option value="">choose a dataset</option>}
          {datasets.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      {isLoading && <Loading what="embeddings of the dataset" />}
      {error && <Problem error={error} title="No neighbours" onRetry={() => void refetch()} />}
      {data && <p class="hint">{lookedAt(data.length)}</p>}
      <ol class="neighbours">
        {found.map((neighbour) => (
          <NeighbourTile key={neighbour.of.id} neighbour={neighbour} />
        ))}
      </ol>
    </div>
  );
}

function lookedAt(amount: number): string {
  if (amount === 0) return 'There is no picture in this dataset.';
  const first = amount === maxLookedAt ? 'Among the first ' : 'Among its ';
  return `${first}${count(amount, 'picture')}; similarity is the cosine of both embeddings.`;
}

function NeighbourTile({ neighbour: { of, similarity } }: { neighbour: Neighbour<Input> }) {
  const { url } = useBlob(of.data.image?.url);
  const concepts = (of.data.concepts ?? []).map(({ id, name }) => name || id).join(', ');
  return (
    <li>
      <img src={url} alt="" />
      <span>{concepts || 'no concept'}</span>
      <span class="hint" title={of.id}>
        {figure(similarity)} · {of.id}
      </span>
    </li>
  );
}
