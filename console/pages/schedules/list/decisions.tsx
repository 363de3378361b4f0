import type { Schedule, ScheduleFiring } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { Time } from '../../../parts/figures/figures.tsx';
import { count } from '../../../parts/figures/in-words.ts';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import type { Tone } from '../../../parts/status-badge.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { numbersInWords } from '../../../../core/training/words/decision-words.ts';
import { decisionInWords } from './decision-words.ts';

const tones: Readonly<Record<string, Tone>> = {
  ...{ Retrained: 'good', Refused: 'bad', Failed: 'bad', 'Being decided': 'running' },
};

interface DecisionsProps {
  readonly app: string;
  readonly schedule: Schedule;
}

/** What the last firings decided and why: the last one at once, the others when asked for. */
export function Decisions({ app, schedule }: DecisionsProps) {
  const { firings } = schedule;
  const [last] = firings;
  if (!last) return <p class="hint">It has not fired yet.</p>;
  return (
    <>
      <p>
        Last: <Decision {...{ app, schedule }} firing={last} /> · <Time at={last.scheduled_at} />
      </p>
      <Numbers numbers={last.numbers} />
      {firings.length > 1 && (
        <details>
          <summary>The last {count(firings.length, 'decision')}</summary>
          <DataTable
            label={`Decisions of the schedule of ${schedule.model_id}`}
            rows={firings}
            keyOf={({ scheduled_at: at }) => at}
            columns={[
              { name: 'When', cell: ({ scheduled_at: at }) => <Time at={at} /> },
              {
                name: 'Decision and reason',
                cell: (firing) => (
                  <>
                    <Decision {...{ app, schedule, firing }} />
                    <Numbers numbers={firing.numbers} />
                  </>
                ),
              },
            ]}
          />
        </details>
      )}
    </>
  );
}

/** What a decision was made by, a line for each number that was looked at. */
export function Numbers({ numbers }: { numbers: ScheduleFiring['numbers'] | undefined }) {
  if (!numbers) return null;
  return (
    <ul class="hint">
      {numbersInWords(numbers).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function Decision({ app, schedule, firing }: DecisionsProps & { firing: ScheduleFiring }) {
  const { result, why } = decisionInWords(firing, schedule.min_new_inputs);
  const versionId = firing.model_version_id;
  return (
    <>
      <StatusBadge status={result} tone={tones[result] ?? 'neutral'} /> {why}
      {versionId !== undefined && (
        <>
          {' '}
          →{' '}
          <a href={addresses.model(app, schedule.model_id, 'train', { version: versionId })}>
            {versionName(versionId)}
          </a>
        </>
      )}
    </>
  );
}
