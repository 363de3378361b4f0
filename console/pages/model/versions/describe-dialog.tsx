import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useChange } from '../../../api/use-call.ts';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { Field } from '../../../parts/form/field.tsx';
import { versionName } from '../../../parts/version/version-name.ts';

interface DescribeDialogProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly onClose: () => void;
}

/** What its owner says of a version. */
export function DescribeDialog({ modelId, version, onClose }: DescribeDialogProps) {
  const [text, setText] = useState(version.description ?? '');
  const change = useChange<string, unknown>(
    (client, description) =>
      client.call(
        'PatchModelVersions',
        { model_id: modelId },
        { model_versions: [{ id: version.id, description }], action: 'overwrite' },
      ),
    ['GetModelVersion', 'ListModelVersions', 'GetModel'],
  );
  return (
    <ConfirmDialog
      title={`Describe ${versionName(version.id)}`}
      verb="Save"
      onConfirm={() => change.mutateAsync(text)}
      onClose={onClose}
    >
      <Field label="Description" hint="It is shown beside the version, and found by its search.">
        <textarea
          dir="auto"
          maxLength={10_000}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Field>
    </ConfirmDialog>
  );
}
