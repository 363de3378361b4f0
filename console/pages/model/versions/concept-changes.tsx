import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { figure, grouped } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { Column } from '../../../parts/table/data-table.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { measureName } from '../figures/measures.ts';
import { Change } from '../overview/retained.tsx';
import { ConceptName } from '../overview/concept-table.tsx';
import { useConceptNames } from '../use-concepts.ts';
import type { ConceptChange } from './concept-changes.ts';
import { conceptChanges } from './concept-changes.ts';
import { useParent } from './use-versions.ts';

interface ConceptChangesProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** How each concept fares in a version beside its parent. */
export function ConceptChanges({ modelId, version }: ConceptChangesProps) {
  const nameOf = useConceptNames(modelId, version);
  const parent = useParent(version);
  const [before, now] = [parent, version].map(
    (each) => each?.metrics?.extended_metrics?.user_metrics,
  );
  if (!parent || !before || !now) return null;
  const changes = conceptChanges(before, now);
  if (changes.length === 0) return null;
  const keys = [...new Set(changes.flatMap(({ figures }) => Object.keys(figures)))];
  return (
    <Panel
      title={`Each concept of ${versionName(version.id)} against ${versionName(parent.id)}`}
      text="Each version on the held-out inputs of its own training: where the dataset versions differ, so do the inputs."
    >
      <DataTable
        label="Each concept against the parent"
        isTall
        rows={changes}
        keyOf={({ conceptId }) => conceptId}
        order={{ column: 'Concept', isDescending: false }}
        columns={[
          {
            name: 'Concept',
            sortBy: ({ conceptId }) => nameOf(conceptId),
            cell: (change) => (
              <>
                <ConceptName id={change.conceptId} name={nameOf(change.conceptId)} />{' '}
                {change.isNew && <span class="tag">new</span>}
                {change.isGone && <span class="tag">gone</span>}
              </>
            ),
          },
          {
            name: 'Support',
            isNumber: true,
            sortBy: ({ support }) => support,
            cell: ({ support }) => grouped(support),
          },
          ...keys.map(columnOf),
        ]}
      />
    </Panel>
  );
}

function columnOf(key: string): Column<ConceptChange> {
  return {
    name: measureName(key),
    isNumber: true,
    sortBy: ({ figures: { [key]: sides } }) =>
      sides?.now === undefined || sides.before === undefined ? undefined : sides.now - sides.before,
    cell: ({ figures: { [key]: sides } }) => (
      <>
        {figure(sides?.before)} → {figure(sides?.now)}
        {sides?.now !== undefined && sides.before !== undefined && (
          <div>
            <Change value={sides.now} parent={sides.before} isLessBetter={false} />
          </div>
        )}
      </>
    ),
  };
}
