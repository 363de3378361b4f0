import { useQueryClient } from '@tanstack/preact-query';
import { useEffect } from 'preact/hooks';
import { totalOf } from '../../../../cli/import/counts.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { Flash } from '../../../parts/flash.tsx';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { Problem } from '../../../parts/states.tsx';
import type { ImportRun, RunState } from './import-run.ts';
import { listed } from './look-view.tsx';
import { ProblemList } from './problem-list.tsx';

const titles: Readonly<Record<RunState, string>> = {
  sending: 'Sending',
  waiting: 'The service is busy or away: trying again',
  paused: 'Paused',
  stopped: 'Stopped',
  done: 'Imported',
  failed: 'The import failed',
};

interface RunViewProps {
  readonly run: ImportRun;
  readonly onAgain: () => void;
}

/** How far an import is, and what came of it. */
export function RunView({ run, onAgain }: RunViewProps) {
  const { state, counts, options, error, problems } = run;
  useStaleLists(run.isOpen);
  return (
    <div class="stack">
      <Panel title={titleOf(run)} actions={<Buttons run={run} onAgain={onAgain} />}>
        <div class="stack">
          <Progress label="Import" percent={(100 * counts.read) / Math.max(1, options.total)} />
          <p role="status">
            {grouped(counts.read)} of {grouped(options.total)} read
          </p>
          {error && <Problem title="It stopped there" error={error} />}
          <Counted run={run} />
          {state === 'done' && counts.failed === 0 && (
            <Flash tone="good">Everything that was to be sent is in {options.datasetId}.</Flash>
          )}
          {run.isOpen && (
            <p class="hint">
              Other pages of the console may be opened meanwhile; the tab must stay open.
            </p>
          )}
        </div>
      </Panel>
      <ProblemList problems={problems} />
    </div>
  );
}

function titleOf({ state, counts }: ImportRun): string {
  const isPartly = state === 'done' && counts.failed > 0;
  return isPartly ? `Imported, but for ${count(counts.failed, 'input')}` : titles[state];
}

function Counted({ run: { counts } }: { run: ImportRun }) {
  const { read, added, there, failed, leftOut, joined, labelsDiffer, relabelled, notes } = counts;
  const left = totalOf(leftOut);
  const more = [
    { name: 'Put into this dataset', value: joined },
    { name: 'There with other labels, which they kept', value: labelsDiffer },
    { name: 'Relabelled', value: relabelled },
  ];
  return (
    <KeyValues
      items={[
        { name: 'Read', value: grouped(read) },
        { name: 'Added', value: grouped(added) },
        { name: 'There already', value: grouped(there) },
        { name: 'Left out', value: grouped(left), hint: listed(leftOut) },
        { name: 'Failed', value: grouped(failed) },
        ...more
          .filter(({ value }) => value > 0)
          .map(({ name, value }) => ({ name, value: grouped(value) })),
        ...(totalOf(notes) > 0 ? [{ name: 'Notes', value: listed(notes) }] : []),
      ]}
    />
  );
}

function Buttons({ run, onAgain }: RunViewProps) {
  const app = useAppId();
  const { state, options, counts } = run;
  if (state === 'paused')
    return (
      <>
        <button type="button" class="primary" onClick={() => run.resume()}>
          Go on
        </button>
        <button type="button" onClick={() => run.stop()}>
          Stop
        </button>
      </>
    );
  if (run.isOpen)
    return (
      <>
        <button type="button" onClick={() => run.pause()}>
          Pause
        </button>
        <button type="button" onClick={() => run.stop()}>
          Stop
        </button>
      </>
    );
  return (
    <>
      {(state !== 'done' || counts.failed > 0) && (
        <button type="button" class="primary" onClick={() => run.retry()}>
          Try again
        </button>
      )}
      <button type="button" onClick={onAgain}>
        Import something else
      </button>
      <a class="button" href={addresses.dataset(app, options.datasetId, 'inputs')}>
        Look at the inputs
      </a>
      <a class="button" href={addresses.dataset(app, options.datasetId, 'versions')}>
        Freeze a version
      </a>
      {counts.added + counts.there > 0 && (
        <a class="button primary" href={addresses.train(app, { dataset: options.datasetId })}>
          Train a model
        </a>
      )}
    </>
  );
}

/** What an import changes is read anew when it ends. */
function useStaleLists(isOpen: boolean): void {
  const kept = useQueryClient();
  useEffect(() => {
    if (!isOpen) void kept.invalidateQueries();
  }, [isOpen]);
}
