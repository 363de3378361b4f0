import { causeInWords } from '../../../../core/training/words/gate-words.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { Time } from '../../../parts/figures/figures.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Empty, Problem } from '../../../parts/states.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { usePromotions } from './use-promotions.ts';

/** Every move of `promoted`, the newest first. */
export function Promotions({ modelId }: { modelId: string }) {
  const app = useAppId();
  const { data, error, refetch } = usePromotions(modelId);
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const link = (id: string | undefined) =>
    id === undefined ? (
      <span class="hint">–</span>
    ) : (
      <a href={addresses.model(app, modelId, 'retraining', { version: id })}>{versionName(id)}</a>
    );
  return (
    <Panel title="Promotions" text="Which version came to answer, by what or whom, and why.">
      {data.promotions.length === 0 ? (
        <Empty title="No version was promoted yet" />
      ) : (
        <DataTable
          label="Promotions"
          rows={data.promotions.toSorted((a, b) => b.sequence - a.sequence)}
          keyOf={({ sequence }) => String(sequence)}
          columns={[
            { name: 'Version', cell: ({ versionId }) => link(versionId) },
            { name: 'In place of', cell: ({ fromVersionId }) => link(fromVersionId) },
            { name: 'How', cell: ({ cause }) => causeInWords(cause) },
            { name: 'By', cell: ({ by }) => (by === undefined ? 'the gate' : `key ${by}`) },
            { name: 'When', cell: ({ at }) => <Time at={at} /> },
            { name: 'Reason', isProse: true, cell: ({ reason }) => <bdi>{reason}</bdi> },
          ]}
        />
      )}
    </Panel>
  );
}
