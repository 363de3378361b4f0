import type { Schedule, ScheduleFiring } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { Time } from '../../../parts/figures/figures.tsx';
import { count } from '../../../parts/figures/in-words.ts';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { decisionInWords } from './decision-words.ts';

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
                cell: (firing) => <Decision {...{ app, schedule, firing }} />,
              },
            ]}
          />
        </details>
      )}
    </>
  );
}

function Decision({ app, schedule, firing }: DecisionsProps & { firing: ScheduleFiring }) {
  const { result, why } = decisionInWords(firing, schedule.min_new_inputs);
  const versionId = firing.model_version_id;
  const tone = result === 'Retrained' ? 'good' : result === 'Refused' ? 'bad' : 'neutral';
  return (
    <>
      <StatusBadge status={result} tone={tone} /> {why}
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
