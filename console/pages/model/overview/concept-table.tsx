import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { JsonObject } from '../../../../core/json.ts';
import { figure, grouped } from '../../../parts/in-words.ts';
import type { ConceptFigure, ConceptRow } from '../figures/concept-figures.ts';
import { conceptRowsOf, figureKeysOf } from '../figures/concept-figures.ts';
import { measureName } from '../figures/measures.ts';
import { useConceptNames } from '../use-concepts.ts';
import { conceptsInOrder } from './concept-order.ts';
import type { ConceptSorting } from './concept-order.ts';

interface ConceptTableProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly metrics: JsonObject;
}

const perPage = 50;

/** The figures of each concept, sorted by any of them. */
export function ConceptTable({ modelId, version, metrics }: ConceptTableProps) {
  const nameOf = useConceptNames(modelId, version);
  const rows = conceptRowsOf(metrics);
  const keys = figureKeysOf(rows);
  const [sorting, setSorting] = useState<ConceptSorting>({ by: 'name', isDescending: false });
  const [shown, setShown] = useState(perPage);
  if (rows.length === 0) return null;
  const sort = (by: string) =>
    setSorting({ by, isDescending: sorting.by === by ? !sorting.isDescending : false });
  const sorted = conceptsInOrder(rows, sorting, nameOf);
  const head = { sorting, onSort: sort };
  return (
    <section class="panel">
      <header>
        <h2>Each concept</h2>
        <p>
          On held-out data, with 95 % intervals of what is a share of counted inputs (Wilson). Few
          inputs make wide intervals.
        </p>
      </header>
      <div class="table" tabIndex={0} role="group" aria-label="Figures of each concept">
        <table>
          <thead>
            <tr>
              <SortHead by="name" name="Concept" {...head} />
              <SortHead by="support" name="Held out" isNumber {...head} />
              {keys.map((key) => (
                <SortHead key={key} by={key} name={measureName(key)} isNumber {...head} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((row) => (
              <Row key={row.conceptId} row={row} keys={keys} name={nameOf(row.conceptId)} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <p class="pager">
          <span role="status">
            {grouped(shown)} of {grouped(rows.length)} concepts
          </span>
          <button type="button" onClick={() => setShown(shown + perPage)}>
            Show {Math.min(perPage, rows.length - shown)} more
          </button>
        </p>
      )}
    </section>
  );
}

interface SortHeadProps {
  readonly by: string;
  readonly name: string;
  readonly isNumber?: boolean;
  readonly sorting: ConceptSorting;
  readonly onSort: (by: string) => void;
}

function SortHead({ by, name, isNumber, sorting, onSort }: SortHeadProps) {
  const isHere = sorting.by === by;
  const direction = sorting.isDescending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      class={isNumber ? 'number' : undefined}
      aria-sort={isHere ? direction : undefined}
    >
      <button type="button" class="link" onClick={() => onSort(by)}>
        {name}
        <span aria-hidden="true">{isHere ? (sorting.isDescending ? ' ▼' : ' ▲') : ''}</span>
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: ConceptRow;
  readonly keys: readonly string[];
  readonly name: string;
}

function Row({ row: { conceptId, support, figures }, keys, name }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <span dir="auto">{name}</span>
        {name !== conceptId && (
          <span class="sub" dir="auto">
            {conceptId}
          </span>
        )}
      </th>
      <td class="number">{grouped(support)}</td>
      {keys.map((key) => (
        <Figure key={key} {...figures[key]} />
      ))}
    </tr>
  );
}

function Figure({ value, interval }: Partial<ConceptFigure>) {
  return (
    <td class="number">
      {figure(value)}
      {interval && (
        <span class="sub">
          {figure(interval[0])} to {figure(interval[1])}
        </span>
      )}
    </td>
  );
}
