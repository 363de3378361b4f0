import type { ModelVersion, TrainingProgress } from '../../../../core/api/wire/messages.ts';
import { duration } from '../../../parts/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { Phase } from './training-phases.ts';
import { phasesOf } from './training-phases.ts';

interface PhasesProps {
  readonly version: ModelVersion;
  readonly progress: readonly TrainingProgress[];
  readonly isOpen: boolean;
}

const states: Readonly<Record<Phase['state'], string>> = { done: 'done', now: 'now', next: '' };

/** What the job's seconds went into, and how the estimate was reckoned. */
export function Phases({ version, progress, isOpen }: PhasesProps) {
  const { reservation, settlement } = version.metadata?.deeptune ?? { status: '' };
  const phases = phasesOf(version, progress, isOpen);
  const estimated = reservation?.estimatedSeconds;
  return (
    <Panel
      title="Phases and estimate"
      text={
        estimated === undefined
          ? 'There is no estimate yet.'
          : `Estimated ${duration(estimated)}${settlement ? `; the job took ${duration(settlement.jobSeconds)}, of which ${duration(settlement.billableSeconds)} are charged` : ''}.`
      }
    >
      <div class="stack">
        <DataTable
          label="Phases"
          rows={phases}
          keyOf={({ name }) => name}
          columns={[
            {
              name: 'Phase',
              cell: ({ name, state }) => (state === 'now' ? <b>{name}</b> : name),
            },
            { name: 'State', cell: ({ state }) => states[state] },
            {
              name: 'Took',
              isNumber: true,
              cell: ({ seconds }) => (seconds === undefined ? '–' : secondsInWords(seconds)),
            },
          ]}
        />
        {reservation && (
          <details>
            <summary>How the estimate was reckoned</summary>
            <ul>
              {reservation.explanation.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Panel>
  );
}

/** Short phases with a decimal, since most of them are. */
function secondsInWords(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : duration(seconds);
}
