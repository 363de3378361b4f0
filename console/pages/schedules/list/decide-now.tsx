import { useState } from 'preact/hooks';
import type { Schedule } from '../../../../core/api/wire/messages.ts';
import { useCall, useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { Dialog } from '../../../parts/dialog/dialog.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { Numbers } from './decisions.tsx';
import { decisionInWords } from './decision-words.ts';

/** What the schedule would decide now, and the way to let it. */
export function DecideNow({ schedule }: { schedule: Schedule }) {
  const [asked, setAsked] = useState<'preview' | 'fire'>();
  const { id, model_id: modelId } = schedule;
  const announce = useAnnounce();
  const named = { model_id: modelId, schedule_id: id };
  const fire = useChange((client) => client.call('FireSchedule', named), ['ListSchedules']);
  const words = <span class="hidden"> the schedule of {modelId}</span>;
  const confirm = async () => {
    await fire.mutateAsync(undefined);
    announce(`The schedule of ${modelId} decides now: what came of it is listed soon`, 'good');
  };
  return (
    <>
      <button type="button" onClick={() => setAsked('preview')}>
        Preview{words}
      </button>
      <button type="button" onClick={() => setAsked('fire')}>
        Decide now{words}
      </button>
      {asked === 'preview' && <Preview {...{ schedule }} onClose={() => setAsked(undefined)} />}
      {asked === 'fire' && (
        <ConfirmDialog
          title="Let it decide now?"
          verb="Decide now"
          onConfirm={confirm}
          onClose={() => setAsked(undefined)}
        >
          <p>
            As if it were time: {modelId} is retrained only where the rules of this schedule allow
            it. A retraining is billed; that it was skipped costs nothing.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Preview({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const { id, model_id: modelId } = schedule;
  const { data, error, refetch } = useCall('GetScheduleDecision', {
    ...{ model_id: modelId, schedule_id: id },
  });
  return (
    <Dialog title={`What the schedule of ${modelId} would decide now`} onClose={onClose}>
      {error && !data && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="what it would decide" />}
      {data && <Would {...{ decision: data.decision, schedule }} />}
      <footer>
        <button type="button" class="primary" onClick={onClose}>
          Close
        </button>
      </footer>
    </Dialog>
  );
}

interface WouldProps {
  readonly decision: Parameters<typeof decisionInWords>[0];
  readonly schedule: Schedule;
}

function Would({ decision, schedule }: WouldProps) {
  const isTraining = decision.result === 'started';
  const { why } = decisionInWords(decision, schedule.min_new_inputs);
  return (
    <>
      <p>
        <StatusBadge
          status={decision.result}
          text={isTraining ? 'Would retrain' : 'Would not retrain'}
          tone={isTraining ? 'good' : 'neutral'}
        />{' '}
        {why}
      </p>
      <Numbers numbers={decision.numbers} />
      <p class="hint">Nothing was started, and nothing is recorded.</p>
    </>
  );
}
