import type { Answers } from '../../../../core/api/wire/messages.ts';
import { useMemo } from 'preact/hooks';
import { useCall, useChange } from '../../../api/use-call.ts';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { count } from '../../../parts/figures/in-words.ts';
import { forecastItems } from '../../../parts/forecast/forecast.tsx';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import type { TrainingOrder } from './resume-order.ts';

interface StartDialogProps {
  readonly title: string;
  readonly modelId: string;
  readonly order: TrainingOrder;
  readonly onStarted: (versionId: string) => void;
  readonly onClose: () => void;
}

/** Shows time, price and limit of a training before it is started. */
export function StartDialog({ title, modelId, order, onStarted, onClose }: StartDialogProps) {
  const body = { model_versions: [{ train_info: order.trainInfo }] };
  const { data, error } = useCall(
    'PostModelVersionsTrainingEstimates',
    { model_id: modelId },
    { rest: [body] },
  );
  // One key for as long as the dialog is open: pressed twice, it starts one training.
  const key = useMemo(() => crypto.randomUUID(), []);
  const start = useChange<void, Answers['PostModelVersions']>(
    (client) => client.call('PostModelVersions', { model_id: modelId }, body, key),
    ['GetModel', 'ListModels', 'ListModelSummaries', 'ListModelVersions', 'ListActivity'],
  );
  const estimate = data?.training_estimates[0];
  const parent = order.trainInfo.resume_from_model?.model_version.id;
  return (
    <ConfirmDialog
      title={title}
      verb="Start"
      onConfirm={async () => {
        const { model } = await start.mutateAsync();
        onStarted(model.model_version.id);
      }}
      onClose={onClose}
    >
      <div class="stack">
        <p>
          A new version of <bdi>{modelId}</bdi>, on the same dataset version with the same
          hyperparameters
          {order.epochs !== undefined && `, ${count(order.epochs, 'epoch')}`}
          {parent !== undefined && ', from weights that were trained before'}.
        </p>
        {error && <Problem error={error} />}
        {!error && !estimate && <Loading what="the estimate" lines={2} />}
        {estimate && <KeyValues items={forecastItems(estimate)} />}
      </div>
    </ConfirmDialog>
  );
}
