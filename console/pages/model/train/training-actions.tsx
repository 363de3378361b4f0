import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { dollars, dollarsUp } from '../../../parts/figures/in-words.ts';
import { versionName } from '../../../parts/version/version-name.ts';
import { stateOf } from '../../../parts/version/version-state.ts';
import { againOf, restOf } from './resume-order.ts';
import type { TrainingOrder } from './resume-order.ts';
import { StartDialog } from './start-dialog.tsx';

interface TrainingActionsProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** Stop while it runs; go on, or once more, afterwards. */
export function TrainingActions({ modelId, version }: TrainingActionsProps) {
  const app = useAppId();
  const { route } = useLocation();
  const [dialog, setDialog] = useState<'stop' | 'resume' | 'again'>();
  const { name, isOpen } = stateOf(version);
  const info = version.train_info;
  const close = () => setDialog(undefined);
  const isLoadable = name === 'stopped' && version.metrics !== undefined;
  const epochsRun = version.metadata?.deeptune?.bestEpoch?.epochsRun ?? 0;
  const onStarted = (started: string) =>
    route(addresses.model(app, modelId, 'train', { version: started }));
  const dialogOf = (title: string, order: TrainingOrder) => (
    <StartDialog {...{ title, modelId, order, onStarted }} onClose={close} />
  );
  return (
    <span class="row">
      {isOpen && name !== 'stopping' && (
        <button type="button" class="danger" onClick={() => setDialog('stop')}>
          Stop
        </button>
      )}
      {info && isLoadable && (
        <button type="button" class="primary" onClick={() => setDialog('resume')}>
          Resume
        </button>
      )}
      {info && (name === 'failed' || name === 'stopped') && (
        <button type="button" onClick={() => setDialog('again')}>
          Train again
        </button>
      )}
      {dialog === 'stop' && <StopDialog {...{ modelId, version }} onClose={close} />}
      {dialog === 'resume' &&
        dialogOf(
          `Resume ${versionName(version.id)}`,
          restOf(modelId, version, { info: info!, epochsRun }),
        )}
      {dialog === 'again' && dialogOf('Train again with the same settings', againOf(info!))}
    </span>
  );
}

function StopDialog({
  modelId,
  version,
  onClose,
}: TrainingActionsProps & { readonly onClose: () => void }) {
  const announce = useAnnounce();
  const { reservation } = version.metadata?.deeptune ?? { status: '' };
  const isQueued = stateOf(version).name === 'queued';
  const stop = useChange<void, unknown>(
    // Of a version that has ended meanwhile nothing must go.
    (client) =>
      client.call('DeleteModelVersion', {
        ...{ model_id: modelId, version_id: version.id, stop_only: true },
      }),
    ['GetModelVersion', 'GetModel', 'ListModels', 'ListModelSummaries', 'ListActivity'],
  );
  return (
    <ConfirmDialog
      title={`Stop ${versionName(version.id)}`}
      verb="Stop the training"
      isDangerous
      onConfirm={async () => {
        await stop.mutateAsync();
        announce('The training is being stopped', 'info');
      }}
      onClose={onClose}
    >
      {isQueued ? (
        <p>It waits in the queue and has not begun: nothing is kept, and nothing is charged.</p>
      ) : (
        <ul>
          <li>
            Kept: the best epoch so far, or within the first epoch the weights of this moment, as a
            version that can be used and resumed from.
          </li>
          <li>
            Charged: the seconds until then
            {reservation &&
              `, at ${dollars(reservation.microsPerHour)} per hour and never more than ${dollarsUp(reservation.maxAmountMicros)}`}
            .
          </li>
          <li>It ends within a minute: what was learnt is measured and saved first.</li>
        </ul>
      )}
    </ConfirmDialog>
  );
}
