import { useCall } from '../../../api/use-call.ts';
import type { Dial as MeasuredDial, ModelVersion } from '../../../../core/api/wire/messages.ts';
import { scoreInWords } from '../../../../core/training/words/gate-words.ts';
import { ApiError } from '../../../../client/api-error.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { useQueryState } from '../../../parts/use-query-state.ts';
import { versionName } from '../../../parts/version/version-name.ts';
import type { TabProps } from '../model.tsx';
import { useVersion } from '../use-version.ts';
import { ChosenPoint } from './chosen-point.tsx';
import { chosenPoint, pointName } from './dial-points.ts';
import { FrontierPlot } from './frontier-plot.tsx';
import { PointTable } from './point-table.tsx';

/** Points between a version and its parent: what each knows and breaks, and the way to make one. */
export function Dial({ modelId, versionId }: TabProps) {
  const { version, error, retry } = useVersion(modelId, versionId, 'dial');
  if (error) return <Problem error={error} onRetry={retry} />;
  if (!version) return <Loading what="the version" />;
  if (version.train_info?.resume_from_model === undefined)
    return (
      <Empty title={`${versionName(version.id)} has no parent`}>
        <p>The dial lies between a version and the one that it was trained again from.</p>
      </Empty>
    );
  return <OfVersion {...{ modelId, version }} />;
}

function OfVersion({ modelId, version }: { modelId: string; version: ModelVersion }) {
  const asked = { model_id: modelId, version_id: version.id };
  const { data, error, refetch } = useCall('GetModelVersionDial', asked);
  if (error && !data)
    return error instanceof ApiError && error.httpStatus === 404 ? (
      <Empty title="No points were measured">
        <p>{error.details ?? error.description}</p>
      </Empty>
    ) : (
      <Problem error={error} onRetry={() => void refetch()} />
    );
  if (!data) return <Loading what="the dial" />;
  return <Points {...{ modelId, version, dial: data.dial }} />;
}

interface PointsProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly dial: MeasuredDial;
}

function Points({ modelId, version, dial }: PointsProps) {
  const [named, setNamed] = useQueryState('point');
  const { points, parentVersionId: parent, score } = dial;
  const chosen = chosenPoint(points, named);
  const drawn = points.filter(({ newAccuracy }) => newAccuracy !== null);
  return (
    <div class="stack">
      <Panel
        title={`Between ${versionName(parent)} and ${versionName(version.id)}`}
        text={`Weights between parent (0) and this version (1), with the answers for new concepts shifted. Measured on the frozen evaluation set; figures are the ${scoreInWords(score)}. Disc: passes the gate. Cross: does not. Square: as trained. The line: no other point is better on both.`}
      >
        {drawn.length > 0 && (
          <FrontierPlot
            points={drawn}
            chosen={chosen}
            onChoose={(point) => setNamed(pointName(point))}
          />
        )}
        {drawn.length === 0 && <p class="hint">No new concept was measured: there is no plot.</p>}
        <PointTable {...{ points, chosen }} onChoose={(point) => setNamed(pointName(point))} />
      </Panel>
      {chosen && <ChosenPoint {...{ modelId, version, dial, point: chosen }} />}
    </div>
  );
}
