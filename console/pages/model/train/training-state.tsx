import type { ModelVersion, TrainingProgress } from '../../../../core/api/wire/messages.ts';
import type { Answers } from '../../../../core/api/wire/messages.ts';
import { useEffect, useState } from 'preact/hooks';
import { Flash } from '../../../parts/flash.tsx';
import { Money } from '../../../parts/figures/figures.tsx';
import {
  dollarRange,
  dollars,
  dollarsUp,
  duration,
  grouped,
} from '../../../parts/figures/in-words.ts';
import { remainingItem } from '../../../parts/forecast/remaining.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { stateOf } from '../../../parts/version/version-state.ts';
import { VersionState } from '../../../parts/version/version-state.tsx';
import { StandingBadge } from '../../../parts/version/standing-badge.tsx';
import { useStandings } from '../retraining/use-promotions.ts';
import { Judged } from './judged.tsx';
import { TrainingActions } from './training-actions.tsx';

type ActiveJob = Answers['ListActivity']['jobs'][number];

interface TrainingStateProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  /** Undefined: it is over, or was not read yet. */
  readonly job: ActiveJob | undefined;
  readonly progress: readonly TrainingProgress[];
  readonly remaining: Answers['ListTrainingProgress']['remaining'];
}

/** Where the training stands: how far, how long still, how much money, and what can be done. */
export function TrainingState({ modelId, version, job, progress, remaining }: TrainingStateProps) {
  const { isOpen } = stateOf(version);
  const standing = useStandings(modelId)(version);
  const last = progress.at(-1);
  const percent = isOpen ? (job?.progress?.percent ?? version.status.percent_completed) : 100;
  return (
    <section class="panel stack" aria-label="State of the training">
      <div class="row apart">
        <p class="row">
          <VersionState version={version} />
          <StandingBadge standing={standing} />
          {isOpen && last && (
            <span>
              {last.stage}, step {grouped(last.step)} of {grouped(last.totalSteps)}
              {last.epoch !== undefined && `, epoch ${Math.ceil(last.epoch)}`}
            </span>
          )}
        </p>
        <TrainingActions modelId={modelId} version={version} />
      </div>
      {isOpen && <Progress label="Progress of the training" percent={percent} />}
      {job?.wait && (
        <Flash tone="info">
          {job.wait.message}
          {job.wait.position !== undefined && ` Jobs before it: ${job.wait.position}.`}
        </Flash>
      )}
      {job?.estimatePending !== undefined && <Flash tone="info">{job.estimatePending}</Flash>}
      {!version.metadata?.deeptune?.bill && (
        <Cost version={version} job={job} remaining={remaining} />
      )}
      <Judged {...{ modelId, version, standing }} />
      <Spoken version={version} percent={percent} />
    </section>
  );
}

interface CostProps {
  readonly version: ModelVersion;
  readonly job: ActiveJob | undefined;
  readonly remaining: TrainingStateProps['remaining'];
}

function Cost({ version, job, remaining }: CostProps) {
  const { reservation, settlement } = version.metadata?.deeptune ?? { status: '' };
  if (!reservation) return null;
  const spent = settlement?.amountMicros ?? job?.amountSoFarMicros ?? 0;
  const limit = reservation.maxAmountMicros;
  const promised = reservation.promised?.amountMicros;
  const isOpen = settlement === undefined;
  return (
    <>
      <KeyValues
        items={[
          {
            name: isOpen ? 'Cost so far' : 'Charged',
            value: <Money micros={spent} />,
            hint: isOpen ? 'a start that fails on our side is not charged' : undefined,
          },
          {
            name: 'Estimated',
            value: <Money micros={reservation.estimatedAmountMicros} />,
            hint: promised && `8 of 10 cost ${dollarRange(promised.p10, promised.p90)}`,
          },
          {
            name: 'Never billed above',
            value: dollarsUp(limit),
            hint: `however long it takes; it is stopped after ${duration(reservation.maxRuntimeSeconds)}`,
          },
          { name: 'Rate', value: `${dollars(reservation.microsPerHour)} per hour` },
          ...(isOpen
            ? [remainingItem(remaining)]
            : [{ name: 'Job took', value: duration(settlement.jobSeconds) }]),
        ]}
      />
      <div>
        <meter
          aria-label={`${dollars(spent)} of the maximum of ${dollarsUp(limit)}`}
          max={limit}
          value={Math.min(spent, limit)}
        />
        <p class="hint">
          {dollars(spent)} of at most {dollarsUp(limit)}
        </p>
      </div>
    </>
  );
}

/** So that a screen reader hears how it goes, it says each state and each tenth, not each step. */
function Spoken({ version, percent }: { version: ModelVersion; percent: number | undefined }) {
  const { word, isOpen } = stateOf(version);
  const tenth = percent === undefined ? undefined : Math.floor(percent / 10) * 10;
  const text = isOpen && tenth !== undefined ? `${word}, ${tenth} per cent` : word;
  const [said, setSaid] = useState('');
  // Nothing is said on arrival: the page itself says it.
  useEffect(() => setSaid((before) => (before === '' ? ' ' : text)), [text]);
  return (
    <p class="hidden" role="status">
      {said}
    </p>
  );
}
