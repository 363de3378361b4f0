import { useState } from 'preact/hooks';
import type { GatePolicy } from '../../../../core/api/wire/messages.ts';
import { useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { Field } from '../../../parts/form/field.tsx';

interface PolicyDialogProps {
  readonly modelId: string;
  readonly policy: GatePolicy;
  readonly onClose: () => void;
}

type Limit = Exclude<keyof GatePolicy, 'requiresApproval'>;

interface LimitField {
  readonly name: Limit;
  readonly label: string;
  readonly hint: string;
  readonly max: number;
}

const fields: readonly LimitField[] = [
  {
    name: 'allowedLossPoints',
    label: 'Points that an old concept may lose',
    hint: 'Of 100, against its parent. What is lost beyond it must be no chance to break it.',
    max: 100,
  },
  {
    name: 'maxNegativeFlipPercent',
    label: 'Per cent that may become wrong',
    hint: 'Of the evaluation set: inputs that the parent had right.',
    max: 100,
  },
  {
    name: 'maxFlipsOfErrorsPercent',
    label: 'Or per cent of what its parent has wrong',
    hint: 'Where that is more: a model with many errors changes more. 0: never.',
    max: 100,
  },
  {
    name: 'newConceptFloor',
    label: 'What a new concept must reach',
    hint: 'From 0 to 1.',
    max: 1,
  },
];

/** Changes what the gate asks. */
export function PolicyDialog({ modelId, policy, onClose }: PolicyDialogProps) {
  const [texts, setTexts] = useState<Readonly<Record<Limit, string>>>({
    allowedLossPoints: String(policy.allowedLossPoints),
    maxNegativeFlipPercent: String(policy.maxNegativeFlipPercent),
    maxFlipsOfErrorsPercent: String(policy.maxFlipsOfErrorsPercent ?? 0),
    newConceptFloor: String(policy.newConceptFloor),
  });
  const [requiresApproval, setApproval] = useState(policy.requiresApproval);
  const announce = useAnnounce();
  const set = useChange(
    (client, next: GatePolicy) =>
      client.call('PutGatePolicy', { model_id: modelId }, { gate_policy: next }),
    ['GetGatePolicy'],
  );
  const confirm = async () => {
    const { allowedLossPoints, maxNegativeFlipPercent, maxFlipsOfErrorsPercent, newConceptFloor } =
      texts;
    await set.mutateAsync({
      allowedLossPoints: Number(allowedLossPoints),
      maxNegativeFlipPercent: Number(maxNegativeFlipPercent),
      maxFlipsOfErrorsPercent: Number(maxFlipsOfErrorsPercent),
      newConceptFloor: Number(newConceptFloor),
      requiresApproval,
    });
    announce(`The gate of ${modelId} asks this from now on`, 'good');
  };
  return (
    <ConfirmDialog title="What the gate asks" verb="Save" onConfirm={confirm} onClose={onClose}>
      <div class="stack">
        {fields.map(({ name, label, hint, max }) => (
          <Field key={name} {...{ label, hint }}>
            <input
              type="number"
              required
              min={0}
              max={max}
              step="any"
              value={texts[name]}
              onInput={({ currentTarget }) => setTexts({ ...texts, [name]: currentTarget.value })}
            />
          </Field>
        ))}
        <label class="choice">
          <input
            type="checkbox"
            checked={requiresApproval}
            onChange={({ currentTarget }) => setApproval(currentTarget.checked)}
          />
          A person approves what passed
        </label>
      </div>
    </ConfirmDialog>
  );
}
