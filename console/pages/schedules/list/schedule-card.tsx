import { useState } from 'preact/hooks';
import type { Schedule } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useChange } from '../../../api/use-call.ts';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { Time } from '../../../parts/figures/figures.tsx';
import { count, instant } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Problem, Spinner } from '../../../parts/states.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { expressionInWords } from '../create/expression-words.ts';
import { DecideNow } from './decide-now.tsx';
import { Decisions } from './decisions.tsx';
import { rulesOf } from './schedule-rules.ts';

interface ScheduleCardProps {
  readonly app: string;
  readonly schedule: Schedule;
}

/** One schedule: when it fires next, what it decided, and what can be done with it. */
export function ScheduleCard({ app, schedule }: ScheduleCardProps) {
  const { model_id: modelId, dataset_id: datasetId, expression, timezone, paused } = schedule;
  const { next_run_at: next } = schedule;
  return (
    <Panel
      title={`${modelId}: ${expressionInWords(expression)}`}
      actions={
        <>
          <DecideNow schedule={schedule} />
          <Actions {...{ schedule }} />
        </>
      }
    >
      <div class="stack">
        <KeyValues
          items={[
            {
              name: 'State',
              value: <State isPaused={paused} isOver={next === undefined} />,
            },
            {
              name: 'Next run',
              value: paused ? 'when it is resumed' : next ? <Time at={next} /> : 'none any more',
              hint: !paused && next ? instant(next) : undefined,
            },
            {
              name: 'Retrains when',
              value: `${count(schedule.min_new_inputs, 'new input')} or more`,
              hint: (
                <>
                  by content, in <a href={addresses.dataset(app, datasetId)}>{datasetId}</a>
                </>
              ),
            },
            ...rulesOf(schedule),
            { name: 'Model', value: <a href={addresses.model(app, modelId)}>{modelId}</a> },
            { name: 'Expression', value: <code>{expression}</code>, hint: timezone },
          ]}
        />
        <Decisions {...{ app, schedule }} />
      </div>
    </Panel>
  );
}

function State({ isPaused, isOver }: { isPaused: boolean; isOver: boolean }) {
  if (isPaused) return <StatusBadge status="paused" tone="warn" />;
  return isOver ? <StatusBadge status="over" /> : <StatusBadge status="active" />;
}

function Actions({ schedule }: { schedule: Schedule }) {
  const { id, model_id: modelId, paused } = schedule;
  const named = { model_id: modelId, schedule_id: id };
  const [isAsking, setAsking] = useState(false);
  const pause = useChange(
    (client) => client.call('PatchSchedule', named, { schedule: { paused: !paused } }),
    ['ListSchedules'],
  );
  const remove = useChange((client) => client.call('DeleteSchedule', named), ['ListSchedules']);
  const words = <span class="hidden"> the schedule of {modelId}</span>;
  return (
    <>
      <button type="button" disabled={pause.isPending} onClick={() => pause.mutate(undefined)}>
        {pause.isPending && <Spinner />} {paused ? 'Resume' : 'Pause'}
        {words}
      </button>
      <button type="button" class="danger" onClick={() => setAsking(true)}>
        Delete{words}
      </button>
      {pause.error && <Problem error={pause.error} title="Not changed" />}
      {isAsking && (
        <ConfirmDialog
          title="Delete this schedule?"
          verb="Delete"
          isDangerous
          onConfirm={() => remove.mutateAsync(undefined)}
          onClose={() => setAsking(false)}
        >
          <p>
            {modelId} is not retrained any more. Its versions stay; what this schedule decided is
            forgotten.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
