import { useState } from 'preact/hooks';
import type { ActiveJob } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { useCall } from '../../api/use-call.ts';
import { rememberedApp } from '../../parts/current-app.ts';
import { count } from '../../parts/figures/in-words.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { FreezingTable } from './freezing-table.tsx';
import { RunningJob } from './running-job.tsx';
import { StopDialog } from './stop-dialog.tsx';
import { WaitingTable } from './waiting-table.tsx';

/** What runs, what waits and why, over all apps; it changes by itself. */
export function Activity() {
  const { data, error, refetch } = useCall('ListActivity', {});
  const [stopped, setStopped] = useState<ActiveJob>();
  const jobs = data?.jobs ?? [];
  const waiting = jobs.filter(({ wait }) => wait !== undefined);
  const running = jobs.filter(({ wait }) => wait === undefined);
  return (
    <>
      <PageHeader title="Activity">
        {data
          ? `${count(running.length, 'job')} of at most ${data.maxRunning} at the same time, ${waiting.length} waiting. This page changes by itself.`
          : 'What runs, and what waits and why.'}
      </PageHeader>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="activity" />}
      <div class="stack">
        {running.map((job) => (
          <RunningJob key={job.id} job={job} onStop={() => setStopped(job)} />
        ))}
        {waiting.length > 0 && (
          <Panel title="Waiting" text="First come, first served; the first one starts next.">
            <WaitingTable jobs={waiting} onStop={setStopped} />
          </Panel>
        )}
        {data && data.dataset_versions.length > 0 && (
          <Panel
            title="Dataset versions being frozen"
            text="A training of one of them waits until it is frozen."
          >
            <FreezingTable versions={data.dataset_versions} />
          </Panel>
        )}
        {data && jobs.length + data.dataset_versions.length === 0 && <Nothing />}
      </div>
      {stopped && <StopDialog job={stopped} onClose={() => setStopped(undefined)} />}
    </>
  );
}

function Nothing() {
  const app = rememberedApp();
  return (
    <Empty title="Nothing runs or waits">
      <p>Trainings, evaluations and predictions over datasets stand here while they are open.</p>
      {app !== undefined && (
        <a class="button" href={addresses.train(app)}>
          Train a model
        </a>
      )}
    </Empty>
  );
}
