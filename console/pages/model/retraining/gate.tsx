import { useCall } from '../../../api/use-call.ts';
import type { ConceptGate, GateResult, ModelVersion } from '../../../../core/api/wire/messages.ts';
import {
  conceptVerdictInWords,
  flipsInWords,
  policyInWords,
  scoreInWords,
} from '../../../../core/training/words/gate-words.ts';
import { count, figure } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import type { Tone } from '../../../parts/status-badge.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { useQueryState } from '../../../parts/use-query-state.ts';
import { versionName } from '../../../parts/version/version-name.ts';
import { useConceptNames } from '../use-concepts.ts';
import { Flips } from './flips.tsx';

interface GateProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** Flips of a page. */
export const flipsPerPage = 12;

/** What the gate compared and decided of a version, with the inputs that flipped. */
export function Gate({ modelId, version }: GateProps) {
  const [pageText] = useQueryState('flips', '1');
  const page = Math.max(1, Math.floor(Number(pageText)) || 1);
  const isJudged = version.metadata?.deeptune?.gate !== undefined;
  const { data, error, refetch } = useCall(
    'GetModelVersionGate',
    { model_id: modelId, version_id: version.id, page, per_page: flipsPerPage },
    { enabled: isJudged },
  );
  if (!isJudged)
    return (
      <Empty title="The gate has not judged this version">
        <p>It judges what is trained to its end; earlier releases had none.</p>
      </Empty>
    );
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="what the gate compared" />;
  const { gate } = data;
  if (gate.parentVersionId === undefined)
    return (
      <Panel title="Gate" text="It was not trained from another version: nothing was compared." />
    );
  return (
    <>
      <Concepts {...{ modelId, version, gate }} />
      <Flips {...{ modelId, version, gate, page }} />
    </>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  ...{ held: 'good', reached: 'good', broken: 'bad', 'not-reached': 'bad' },
  'not-proven': 'warn',
};

function Concepts({ modelId, version, gate }: GateProps & { readonly gate: GateResult }) {
  const nameOf = useConceptNames(modelId, version);
  const { evaluationSet, concepts, parentVersionId: parent = '', policy } = gate;
  const value = (of: number | null) => (of === null ? '–' : figure(of));
  return (
    <Panel
      title="What the gate compared"
      text={`${versionName(parent)} and ${versionName(version.id)} answered the same ${count(evaluationSet.compared, 'input')} of ${evaluationSet.inputs}, which neither learnt from. Figures are the ${scoreInWords(gate.score)}; ${flipsInWords({ ...gate, compared: evaluationSet.compared })}.`}
    >
      <DataTable
        label="Concepts at the gate"
        rows={concepts}
        keyOf={({ conceptId }) => conceptId ?? ''}
        columns={[
          { name: 'Concept', cell: (row) => <Name row={row} nameOf={nameOf} /> },
          { name: 'Inputs', isNumber: true, cell: (row) => row.count, sortBy: (row) => row.count },
          { name: 'Parent', isNumber: true, cell: ({ parent: of }) => value(of) },
          { name: 'This version', isNumber: true, cell: ({ candidate }) => value(candidate) },
          { name: 'Floor', isNumber: true, cell: ({ floor }) => value(floor) },
          { name: 'p', isNumber: true, cell: ({ pValue }) => value(pValue) },
          {
            name: 'Verdict',
            sortBy: ({ verdict }) => verdict,
            cell: ({ verdict }) => (
              <StatusBadge
                status={verdict}
                text={conceptVerdictInWords(verdict)}
                tone={tones[verdict] ?? 'neutral'}
              />
            ),
          },
        ]}
      />
      <details>
        <summary>What was asked of it</summary>
        <ul>
          {policyInWords(policy).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </Panel>
  );
}

interface NameProps {
  readonly row: ConceptGate;
  readonly nameOf: (conceptId: string) => string;
}

function Name({ row: { conceptId, isNew }, nameOf }: NameProps) {
  return (
    <>
      <bdi>{conceptId === null ? 'all inputs' : nameOf(conceptId)}</bdi>
      {isNew && <span class="hint"> new</span>}
    </>
  );
}
