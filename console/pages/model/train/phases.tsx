import type { Answers, ModelVersion } from '../../../../core/api/wire/messages.ts';
import { duration, fineDuration } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { phaseLines } from './phase-lines.ts';

interface PhasesProps extends Pick<Answers['ListTrainingProgress'], 'phases' | 'estimate'> {
  readonly version: ModelVersion;
}

/** What the job's seconds went into beside the estimate, and how that was reckoned. */
export function Phases({ version, phases, estimate }: PhasesProps) {
  const { reservation, settlement } = version.metadata?.deeptune ?? { status: '' };
  const lines = phaseLines({ phases, ...(estimate ? { estimate } : {}) });
  return (
    <Panel title="Phases and estimate" text={settlement ? ended(settlement) : open}>
      <div class="stack">
        {lines.length === 0 && <p class="hint">No phase has begun.</p>}
        {lines.length > 0 && (
          <DataTable
            label="Phases"
            rows={lines}
            keyOf={({ name }) => name}
            columns={[
              { name: 'Phase', cell: ({ name, isSum }) => (isSum ? <b>{name}</b> : name) },
              {
                name: 'State',
                cell: ({ state, isCharged }) => (
                  <>
                    {state}
                    {isCharged === false && <div class="hint">not charged</div>}
                  </>
                ),
              },
              {
                name: 'Took',
                isNumber: true,
                cell: ({ seconds }) => (seconds === undefined ? '–' : fineDuration(seconds)),
              },
              { name: 'Forecast', isNumber: true, cell: ({ estimated }) => estimated ?? '–' },
            ]}
          />
        )}
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

const open = 'Of ten such trainings eight should stay within the range in brackets.';

function ended({ jobSeconds, billableSeconds }: { jobSeconds: number; billableSeconds: number }) {
  if (jobSeconds === 0) return 'The job did not begin.';
  return `The job took ${duration(jobSeconds)}, of which ${duration(billableSeconds)} are charged.`;
}
