import { useMemo } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { CurveChart } from '../../../charts/curve-chart.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { stateOf } from '../../../parts/version/version-state.ts';
import type { TabProps } from '../model.tsx';
import { Warnings } from '../overview/warnings.tsx';
import { useVersion } from '../use-version.ts';
import { Bill } from './bill.tsx';
import { Phases } from './phases.tsx';
import { TrainingLog } from './training-log.tsx';
import { TrainingState } from './training-state.tsx';
import { chartsOf } from './training-curves.ts';
import { useTraining } from './use-training.ts';

/** A training as it goes on: curves, cost, log; and what can be done with it. */
export function Training({ modelId, versionId }: TabProps) {
  const app = useAppId();
  const { version, error, retry } = useVersion(modelId, versionId, 'train');
  if (error) return <Problem error={error} onRetry={retry} />;
  if (!version) return <Loading what="the training" />;
  if (stateOf(version).name === 'untrained')
    return (
      <Empty title="This version was never trained">
        <p>Time and price are shown before anything is spent.</p>
        <a class="button primary" href={addresses.train(app, { model: modelId })}>
          Train it
        </a>
      </Empty>
    );
  return <Run key={version.id} modelId={modelId} version={version} />;
}

/** Curves want more room than other columns. */
const twoAbreast = { gridTemplateColumns: 'repeat(auto-fit, minmax(min(26rem, 100%), 1fr))' };

function Run({ modelId, version }: { modelId: string; version: ModelVersion }) {
  const { isOpen, job, progress, phases, estimate, remaining } = useTraining(modelId, version);
  const charts = useMemo(() => chartsOf(progress), [progress]);
  return (
    <div class="stack">
      <TrainingState {...{ modelId, version, job, progress, remaining }} />
      <Bill version={version} />
      {charts.length > 0 && (
        <div class="columns" style={twoAbreast}>
          {charts.map((chart) => (
            <CurveChart key={chart.title} xName="Step" {...chart} />
          ))}
        </div>
      )}
      {charts.length === 0 && isOpen && (
        <p class="hint">Curves come with the first step that the trainer reports.</p>
      )}
      <Warnings version={version} />
      <div class="columns">
        <Phases {...{ version, phases }} {...(estimate ? { estimate } : {})} />
        <TrainingLog modelId={modelId} version={version} />
      </div>
    </div>
  );
}
