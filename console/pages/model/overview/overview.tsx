import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { stateOf } from '../../../parts/version/version-state.ts';
import { versionName } from '../../../parts/version/version-name.ts';
import type { TabProps } from '../model.tsx';
import { useVersion } from '../use-version.ts';
import { ModelCard } from './model-card.tsx';
import { ConceptTable } from './concept-table.tsx';
import { Confusions } from './confusions.tsx';
import { MeasureTable } from './measure-table.tsx';
import { Retained } from './retained.tsx';
import { HeldOutRows } from './rows/held-out-rows.tsx';
import { TrainedOn } from './trained-on.tsx';
import { Warnings } from './warnings.tsx';
import { Worth } from './worth.tsx';

/** What a version is worth, where it errs, and what it was made of. */
export function Overview({ modelId, versionId }: TabProps) {
  const { version, error, retry } = useVersion(modelId, versionId, 'overview');
  if (error) return <Problem error={error} onRetry={retry} />;
  if (!version) return <Loading what="the version" />;
  const metrics = version.metrics?.extended_metrics?.user_metrics;
  return (
    <div class="stack">
      {metrics ? (
        <>
          <Worth version={version} metrics={metrics} />
          <MeasureTable metrics={metrics} />
          <Retained metrics={metrics} />
          <Confusions {...{ modelId, version, metrics }} />
          <HeldOutRows modelId={modelId} version={version} />
          <ConceptTable {...{ modelId, version, metrics }} />
        </>
      ) : (
        <NotMeasured modelId={modelId} version={version} />
      )}
      <Warnings version={version} />
      <TrainedOn version={version} />
      {metrics && <ModelCard modelId={modelId} version={version} />}
    </div>
  );
}

const next: Readonly<Record<string, string>> = {
  untrained: 'It was made and never trained.',
  queued: 'It waits to be trained: the Train tab says for what.',
  training: 'It trains: the Train tab shows its curves.',
  stopping: 'It is being stopped.',
  failed: 'Its training failed: the Train tab has the reason and the log.',
  stopped: 'It was stopped before a loadable model was there.',
};

function NotMeasured({ modelId, version }: { modelId: string; version: ModelVersion }) {
  const app = useAppId();
  const { name, word } = stateOf(version);
  const href =
    name === 'untrained'
      ? addresses.train(app, { model: modelId })
      : addresses.model(app, modelId, 'train', { version: version.id });
  return (
    <Empty title={`${versionName(version.id)} has no metrics: ${word.toLowerCase()}`}>
      <p>{next[name]}</p>
      <a class="button" href={href}>
        {name === 'untrained' ? 'Train it' : 'To its training'}
      </a>
    </Empty>
  );
}
