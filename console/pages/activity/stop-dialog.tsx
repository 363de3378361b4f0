import type { Client } from '../../../client/client.ts';
import type { ActiveJob } from '../../../core/api/wire/messages.ts';
import { useChange } from '../../api/use-call.ts';
import { useAnnounce } from '../../parts/announcer.tsx';
import { ConfirmDialog } from '../../parts/dialog/confirm-dialog.tsx';
import { jobName } from '../../parts/job/job-words.ts';

/** What is left of a job that is stopped. */
const consequences: Readonly<Record<string, string>> = {
  train:
    'What it has learnt until its newest checkpoint is kept and charged; it can be resumed from there.',
  evaluate: 'The evaluation is deleted, and nothing is left of it.',
  predict: 'The prediction is deleted with the answers that it has.',
};

/** Asks before a job is stopped. */
export function StopDialog({ job, onClose }: { job: ActiveJob; onClose: () => void }) {
  const announce = useAnnounce();
  const stop = useChange(stopJob, ['ListActivity', 'ListModelVersions', 'GetModelVersion']);
  const confirm = async () => {
    await stop.mutateAsync(job);
    announce(`${jobName(job)} is being stopped`, 'info');
  };
  return (
    <ConfirmDialog
      title={`Stop: ${jobName(job)}?`}
      verb="Stop it"
      isDangerous
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{consequences[job.kind]}</p>
    </ConfirmDialog>
  );
}

async function stopJob(client: Client, job: ActiveJob): Promise<void> {
  const { app_id, model_id, model_version_id: version_id, evaluation_id, prediction_id } = job;
  if (evaluation_id !== undefined) await client.call('DeleteEvaluation', { app_id, evaluation_id });
  else if (prediction_id !== undefined)
    await client.call('DeleteModelVersionPrediction', {
      ...{ app_id, model_id, version_id, prediction_id },
    });
  // Of a training that has ended meanwhile nothing is deleted.
  else await client.call('DeleteModelVersion', { app_id, model_id, version_id, stop_only: true });
}
