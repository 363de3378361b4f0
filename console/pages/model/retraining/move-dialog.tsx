import { useState } from 'preact/hooks';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { Field } from '../../../parts/form/field.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { useMove } from './use-promotions.ts';

export type Verb = 'Approve' | 'Promote' | 'Roll back';

interface MoveDialogProps {
  readonly modelId: string;
  readonly verb: Verb;
  /** Which version is to answer. */
  readonly versionId: string;
  /** Which one does; undefined: none is promoted. */
  readonly answering: string | undefined;
  readonly onClose: () => void;
}

/** Asks before another version answers, and why. */
export function MoveDialog({ modelId, verb, versionId, answering, onClose }: MoveDialogProps) {
  const [reason, setReason] = useState('');
  const announce = useAnnounce();
  const move = useMove(modelId);
  const name = versionName(versionId);
  const confirm = async () => {
    const expected = answering === undefined ? {} : { expectedVersionId: answering };
    await move.mutateAsync({ versionId, reason: reason.trim(), ...expected });
    announce(`${name} answers predictions of ${modelId} now`, 'good');
  };
  return (
    <ConfirmDialog
      title={verb === 'Roll back' ? `Roll back to ${name}?` : `${verb} ${name}?`}
      verb={verb}
      onConfirm={confirm}
      onClose={onClose}
    >
      <div class="stack">
        <p>
          {name} answers where a prediction, an evaluation or an export names no version.{' '}
          {answering === undefined
            ? 'None was promoted before.'
            : `${versionName(answering)} does now; it stays as it is, and one can go back to it.`}{' '}
          {verb === 'Promote' && 'The gate has not let it through: it is your decision.'}
        </p>
        <Field label="Reason" hint="Kept with the move, and in the event that is sent.">
          <input
            required
            maxLength={500}
            value={reason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </Field>
      </div>
    </ConfirmDialog>
  );
}
