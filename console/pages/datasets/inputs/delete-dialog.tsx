import { useState } from 'preact/hooks';
import type { Client } from '../../../../client/client.ts';
import type { Input } from '../../../../core/api/wire/messages.ts';
import { useCall, useClient } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { count } from '../../../parts/figures/in-words.ts';

interface DeleteDialogProps {
  readonly datasetId: string;
  readonly count: number;
  /** Reads the inputs that are meant. */
  readonly read: () => Promise<Input[]>;
  /** Told how it is taken back, where it can be. */
  readonly onDone: (undo: (() => Promise<readonly Input[]>) | undefined) => void;
  readonly onClose: () => void;
}

/** As many as the service takes in one request. */
const maxInputs = 1_000;
/** What must be typed from so many on. */
const many = 1_000;

/** Asks whether inputs leave the dataset, or the app; says what depends on them. */
export function DeleteDialog({ datasetId, count: selected, ...props }: DeleteDialogProps) {
  const client = useClient();
  const announce = useAnnounce();
  const [isOfApp, setOfApp] = useState(false);
  const versions = useCall('ListDatasetVersions', { dataset_id: datasetId, per_page: 100 });
  const frozen = versions.data?.dataset_versions.length ?? 0;
  const confirm = async () => {
    const inputs = await props.read();
    const ids = inputs.map(({ id }) => id);
    if (isOfApp) await inParts(ids, (some) => client.call('DeleteInputs', {}, { ids: some }));
    else await takeOut(client, datasetId, ids);
    announce(
      isOfApp
        ? `${count(ids.length, 'input')} deleted`
        : `${count(ids.length, 'input')} taken out of ${datasetId}`,
      'good',
    );
    props.onDone(isOfApp ? undefined : () => putBack(client, datasetId, inputs));
  };
  return (
    <ConfirmDialog
      title={`Delete ${count(selected, 'input')}`}
      verb={isOfApp ? 'Delete' : 'Take out'}
      isDangerous
      {...(isOfApp && selected >= many ? { typed: String(selected) } : {})}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <div class="stack">
        <label class="choice">
          <input type="radio" name="of" checked={!isOfApp} onChange={() => setOfApp(false)} />
          Take {selected === 1 ? 'it' : 'them'} out of this dataset; the app keeps{' '}
          {selected === 1 ? 'it' : 'them'}, and it can be undone
        </label>
        <label class="choice">
          <input type="radio" name="of" checked={isOfApp} onChange={() => setOfApp(true)} />
          Delete {selected === 1 ? 'it' : 'them'} from the app and all its datasets; this cannot be
          undone
        </label>
        <p class="hint">
          {frozen > 0
            ? `${count(frozen, 'dataset version')} of this dataset ${frozen === 1 ? 'keeps' : 'keep'} what ${frozen === 1 ? 'it holds' : 'they hold'}; of what is deleted from the app no training learns again.`
            : 'This dataset has no versions that would keep them.'}{' '}
          Content is erased by a purge alone: <code>deeptune purge</code>.
        </p>
      </div>
    </ConfirmDialog>
  );
}

function takeOut(client: Client, datasetId: string, ids: readonly string[]): Promise<void> {
  return inParts(ids, (input_ids) =>
    client.call('DeleteDatasetInputs', { dataset_id: datasetId }, { input_ids }),
  );
}

async function putBack(
  client: Client,
  datasetId: string,
  inputs: readonly Input[],
): Promise<readonly Input[]> {
  await inParts(inputs, (some) => {
    const dataset_inputs = some.map(({ id }) => ({ input: { id } }));
    return client.call('PostDatasetInputs', { dataset_id: datasetId }, { dataset_inputs });
  });
  return inputs;
}

async function inParts<T>(
  all: readonly T[],
  send: (some: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < all.length; at += maxInputs) await send(all.slice(at, at + maxInputs));
}
