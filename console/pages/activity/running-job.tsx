import type { ActiveJob } from '../../../core/api/wire/messages.ts';
import { Money } from '../../parts/figures/figures.tsx';
import { dollars, dollarsUp, figure } from '../../parts/figures/in-words.ts';
import { remainingItem } from '../../parts/forecast/remaining.ts';
import { KeyValues } from '../../parts/key-values.tsx';
import type { KeyValue } from '../../parts/key-values.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Progress } from '../../parts/progress.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { DatasetLink } from './dataset-link.tsx';
import { jobAddress, jobName } from '../../parts/job/job-words.ts';

interface RunningJobProps {
  readonly job: ActiveJob;
  readonly onStop: () => void;
}

/** A job that runs or is stopping: how far it is, and what it costs so far. */
export function RunningJob({ job, onStop }: RunningJobProps) {
  const { status, progress } = job;
  const name = jobName(job);
  const actions = (
    <>
      <a class="button" href={jobAddress(job)}>
        Open<span class="hidden"> {name}</span>
      </a>
      {status !== 'stopping' && (
        <button type="button" class="danger" onClick={onStop}>
          Stop<span class="hidden"> {name}</span>
        </button>
      )}
    </>
  );
  return (
    <Panel title={name} actions={actions} text={<StatusBadge status={status} />}>
      <div class="stack">
        <Progress label={name} percent={progress?.percent} />
        <KeyValues items={[...progressItems(job), ...moneyItems(job)]} />
      </div>
    </Panel>
  );
}

function progressItems({ kind, progress, remaining, dataset, app_id }: ActiveJob): KeyValue[] {
  const data = { name: 'Dataset', value: <DatasetLink appId={app_id} dataset={dataset} /> };
  const left = remainingItem(remaining, kind);
  if (!progress) return [{ name: 'Stage', value: 'Starting' }, left, data];
  const { stage, step, totalSteps, epoch, loss } = progress;
  return [
    {
      name: 'Stage',
      value: stage,
      hint: `step ${step} of ${totalSteps}${epoch === undefined ? '' : `, epoch ${epoch.toFixed(1)}`}`,
    },
    left,
    ...(loss === undefined ? [] : [{ name: 'Loss', value: figure(loss) }]),
    data,
  ];
}

function moneyItems({ amountSoFarMicros, reservation, estimatePending }: ActiveJob): KeyValue[] {
  const limit = reservation
    ? `of at most ${dollarsUp(reservation.maxAmountMicros)}, estimated ${dollars(reservation.estimatedAmountMicros)}`
    : estimatePending;
  return [{ name: 'Amount so far', value: <Money micros={amountSoFarMicros} />, hint: limit }];
}
