import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { Panel } from '../../../parts/panel.tsx';

/** What is written down of a training: its metrics, its settings, its log. */
export function RecordFiles({ version }: { version: ModelVersion }) {
  const metrics = version.metrics?.extended_metrics?.user_metrics;
  const { train_log: log, train_info: info, metadata } = version;
  return (
    <Panel title="Records" text="What was measured, and how it came about.">
      <p class="row">
        {metrics && (
          <SaveButton name={`metrics-${version.id}.json`} contents={metrics}>
            metrics.json
          </SaveButton>
        )}
        {info && (
          <SaveButton
            name={`training-${version.id}.json`}
            contents={{ train_info: info, deeptune: metadata?.deeptune ?? null }}
          >
            Settings and verdict as JSON
          </SaveButton>
        )}
        {log !== undefined && (
          <a class="button" href={log} download={`training-${version.id}.log`}>
            Training log
          </a>
        )}
      </p>
    </Panel>
  );
}

interface SaveButtonProps {
  readonly name: string;
  readonly contents: unknown;
  readonly children: string;
}

/** Saves what the page knows already as a file. */
function SaveButton({ name, contents, children }: SaveButtonProps) {
  const save = () => {
    const text = `${JSON.stringify(contents, undefined, 2)}\n`;
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <button type="button" onClick={save}>
      {children}
    </button>
  );
}
