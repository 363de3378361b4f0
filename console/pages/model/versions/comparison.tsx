import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { VersionState } from '../../../parts/version/version-state.tsx';
import type { ComparedLine, ComparedPart } from './difference.ts';
import { compared } from './difference.ts';
import { useVersions } from './use-versions.ts';

/** Versions side by side at most. */
export const maxCompared = 5;

interface ComparisonProps {
  readonly modelId: string;
  readonly ids: readonly string[];
  readonly onRemove: (id: string) => void;
}

/** Versions side by side; what differs is marked. */
export function Comparison({ modelId, ids, onRemove }: ComparisonProps) {
  const [isWhole, setWhole] = useState(false);
  const { data: versions, error, refetch } = useVersions(modelId, ids);
  const parts = compared(versions ?? []);
  const lines = parts.flatMap((part) => part.lines);
  const same = lines.filter(({ differs }) => !differs).length;
  return (
    <Panel
      title="Side by side"
      text={
        ids.length === 1
          ? 'Choose another version to compare this one with.'
          : `${lines.length - same} of ${lines.length} lines differ. The best metric is bold; each version was measured on the held-out inputs of its own dataset version.`
      }
      actions={
        <label class="choice">
          <input
            type="checkbox"
            checked={isWhole}
            onChange={({ currentTarget }) => setWhole(currentTarget.checked)}
          />
          Show what is the same
        </label>
      }
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!versions && !error && <Loading what="versions" />}
      {versions && (
        <Table {...{ versions, parts, onRemove }} isWhole={isWhole || versions.length === 1} />
      )}
    </Panel>
  );
}

interface TableProps {
  readonly versions: readonly ModelVersion[];
  readonly parts: readonly ComparedPart[];
  readonly isWhole: boolean;
  readonly onRemove: (id: string) => void;
}

function Table({ versions, parts, isWhole, onRemove }: TableProps) {
  return (
    <div class="table" tabIndex={0} role="region" aria-label="Versions side by side">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">What is compared</span>
            </th>
            {versions.map((version) => (
              <th key={version.id} scope="col">
                {versionName(version.id)}{' '}
                <button
                  type="button"
                  class="icon"
                  aria-label={`Take ${versionName(version.id)} out of the comparison`}
                  onClick={() => onRemove(version.id)}
                >
                  ×
                </button>
                <div>
                  <VersionState version={version} />
                </div>
              </th>
            ))}
          </tr>
        </thead>
        {parts.map(({ name, lines }) => (
          <Part
            key={name}
            name={name}
            columns={versions.length + 1}
            lines={isWhole ? lines : lines.filter(({ differs }) => differs)}
          />
        ))}
      </table>
    </div>
  );
}

interface PartProps {
  readonly name: string;
  readonly columns: number;
  readonly lines: readonly ComparedLine[];
}

function Part({ name, columns, lines }: PartProps) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={columns}>
          <b>{name}</b> {lines.length === 0 && <span class="hint">nothing differs</span>}
        </th>
      </tr>
      {lines.map((line) => (
        <tr key={line.name}>
          <th scope="row">
            {line.name} {line.differs && <span class="tag">differs</span>}
          </th>
          {line.values.map((value, at) => (
            <td key={at}>
              {at === line.best ? <b>{value}</b> : <bdi>{value ?? '–'}</bdi>}
              {at === line.best && <span class="hidden"> (best)</span>}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
