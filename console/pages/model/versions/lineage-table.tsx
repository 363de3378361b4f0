import { DataTable } from '../../../parts/table/data-table.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { markOf } from './lineage-nodes.ts';
import type { LineVersion } from './lineage-nodes.ts';

interface LineageTableProps {
  readonly versions: readonly LineVersion[];
  readonly promotedId: string | undefined;
}

/** The picture as a table, with all that each version changed. */
export function LineageTable({ versions, promotedId }: LineageTableProps) {
  const counted = (name: string, of: keyof NonNullable<LineVersion['delta']> & string) => ({
    name,
    isNumber: true,
    cell: ({ delta }: LineVersion) => {
      const value = delta?.[of];
      return typeof value === 'number' ? value : '–';
    },
  });
  return (
    <details>
      <summary>As a table</summary>
      <DataTable
        label="Versions of the line"
        rows={versions}
        keyOf={({ id }) => id}
        columns={[
          { name: 'Version', cell: ({ name }) => name },
          {
            name: 'Trained again from',
            cell: ({ parentId }) => (parentId === undefined ? '–' : versionName(parentId)),
          },
          { name: 'Held-out metric', cell: ({ text }) => text },
          counted('Added', 'added'),
          counted('Removed', 'removed'),
          counted('Relabelled', 'relabelled'),
          counted('Replayed', 'replayed'),
          counted('Measured on', 'evaluationInputs'),
          { name: 'Other settings', cell: ({ settings, dial }) => dial ?? settings },
          {
            name: 'Gate',
            cell: (version) => (
              <>
                {markOf(version, promotedId).standing}
                {version.reason && <div class="hint">{version.reason}</div>}
              </>
            ),
          },
        ]}
      />
    </details>
  );
}
