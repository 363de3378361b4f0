import { useState } from 'preact/hooks';
import type { Dial, MeasuredDialPoint, ModelVersion } from '../../../../core/api/wire/messages.ts';
import { percentOf } from '../../../../core/training/words/gate-words.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { count, figure } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { FlipTiles } from '../retraining/flip-tiles.tsx';
import { useConceptNames } from '../use-concepts.ts';
import { gateWords, pointTitle } from './dial-points.ts';
import { MakeDialog } from './make-dialog.tsx';

export interface ChosenPointProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly dial: Dial;
  readonly point: MeasuredDialPoint;
}

/** What a point would keep, learn and flip; and the way to make it a version. */
export function ChosenPoint({ modelId, version, dial, point }: ChosenPointProps) {
  const [isMaking, setMaking] = useState(false);
  const { oldAccuracy, newAccuracy, accuracy, negativeFlipPercent } = point;
  return (
    <Panel
      title={pointTitle(point)}
      actions={
        <button type="button" class={point.passes ? 'primary' : ''} onClick={() => setMaking(true)}>
          Make it a version
        </button>
      }
    >
      <KeyValues
        items={[
          { name: 'Old concepts', value: figure(oldAccuracy) },
          { name: 'New concepts', value: figure(newAccuracy) },
          { name: 'All', value: figure(accuracy) },
          { name: 'Become wrong', value: percentOf(negativeFlipPercent) },
          { name: 'Gate', value: gateWords(point) },
        ]}
      />
      <PointFlips {...{ modelId, version, point }} />
      {isMaking && (
        <MakeDialog {...{ modelId, version, dial, point }} onClose={() => setMaking(false)} />
      )}
    </Panel>
  );
}

/** So many of the inputs that would flip are shown. */
const shownFlips = 12;

function PointFlips({ modelId, version, point }: Omit<ChosenPointProps, 'dial'>) {
  const app = useAppId();
  const nameOf = useConceptNames(modelId, version);
  const { weight, shift } = point;
  const named = { weight: String(weight), shift: String(shift) };
  const at = { model_id: modelId, version_id: version.id, ...named };
  const { data, error, refetch } = useCall('ListDialFlips', at);
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="what would flip" />;
  const { flips } = data;
  const datasetId = version.train_info?.dataset.id ?? '';
  const cut = flips.length > shownFlips ? ` The first ${shownFlips} of them:` : '';
  return (
    <>
      <h3>What would flip</h3>
      <p>
        {flips.length === 0
          ? 'Nothing that the parent has right would be wrong.'
          : `${count(flips.length, 'input')} that the parent has right would be wrong.${cut}`}
      </p>
      <FlipTiles
        flips={flips.slice(0, shownFlips)}
        nameOf={nameOf}
        hrefOf={({ id }) => addresses.dataset(app, datasetId, 'inputs', { search: id })}
      />
    </>
  );
}
