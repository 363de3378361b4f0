import { useCall } from '../../../api/use-call.ts';
import { useState } from 'preact/hooks';
import { policyInWords } from '../../../../core/training/words/gate-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Problem } from '../../../parts/states.tsx';
import { PolicyDialog } from './policy-dialog.tsx';

/** What the model asks of a candidate before it may answer. */
export function Policy({ modelId }: { modelId: string }) {
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = useCall('GetGatePolicy', { model_id: modelId });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <Panel
      title="What the gate asks"
      text="Of every version of this model that is trained from another. Versions that were judged stay judged."
      actions={
        <button type="button" onClick={() => setOpen(true)}>
          Change
        </button>
      }
    >
      <ul>
        {policyInWords(data.gate_policy).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {isOpen && (
        <PolicyDialog {...{ modelId, policy: data.gate_policy }} onClose={() => setOpen(false)} />
      )}
    </Panel>
  );
}
