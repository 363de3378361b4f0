import { useLocation } from 'preact-iso';
import { addresses } from '../../../addresses.ts';
import { useAppId, useChange } from '../../../api/use-call.ts';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { dollars, dollarsUp, duration } from '../../../parts/figures/in-words.ts';
import { Flash } from '../../../parts/flash.tsx';
import type { ChosenPointProps } from './chosen-point.tsx';
import { gateWords, pointTitle } from './dial-points.ts';

/** Says what a version of a point costs, and starts its job. */
export function MakeDialog({
  modelId,
  version,
  dial: { price },
  point,
  onClose,
}: ChosenPointProps & { readonly onClose: () => void }) {
  const app = useAppId();
  const { route } = useLocation();
  const { weight, shift } = point;
  const at = { model_id: modelId, version_id: version.id };
  const make = useChange(
    (client) => client.call('PostDialVersion', at, { dial: { weight, shift } }),
    ['ListModelVersions', 'GetModel', 'ListActivity'],
  );
  const confirm = async () => {
    const { model_version: made } = await make.mutateAsync(undefined);
    route(addresses.model(app, modelId, 'train', { version: made.id }));
  };
  return (
    <ConfirmDialog
      title="Make this point a version?"
      verb="Make the version"
      onConfirm={confirm}
      onClose={onClose}
    >
      <div class="stack">
        <p>
          {pointTitle(point)}. Nothing is trained: a short job mixes the weights, measures the
          version as every other, and the gate decides whether it answers.
        </p>
        {price && (
          <p>
            About <b>{dollars(price.amountMicros)}</b>, never billed above{' '}
            {dollarsUp(price.maxAmountMicros)}; done in about {duration(price.p50Seconds)}.
          </p>
        )}
        {!point.passes && (
          <Flash tone="warn">As it was measured, {gateWords(point)}: it would be held back.</Flash>
        )}
      </div>
    </ConfirmDialog>
  );
}
