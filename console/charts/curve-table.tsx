import { useState } from 'preact/hooks';
import { count, grouped } from '../parts/figures/in-words.ts';
import type { Curves } from './curves.ts';
import { isMeasured, measuredAt, plain } from './curves.ts';

const perPage = 50;

interface CurveTableProps extends Curves {
  readonly title: string;
  readonly xName: string;
}

/** The points of a chart as a table, a page at a time, closed until it is asked for. */
export function CurveTable({ title, xName, x, curves }: CurveTableProps) {
  const [isOpen, setOpen] = useState(false);
  const positions = measuredAt({ x, curves });
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>The {count(positions.length, 'point')} as a table</summary>
      {isOpen && <Page {...{ title, xName, x, curves, positions }} />}
    </details>
  );
}

function Page(props: CurveTableProps & { readonly positions: readonly number[] }) {
  const { title, xName, x, curves, positions } = props;
  const [page, setPage] = useState(0);
  const first = page * perPage;
  const shown = positions.slice(first, first + perPage);
  const isLast = first + perPage >= positions.length;
  return (
    <>
      <div class="table points" tabIndex={0} role="group" aria-label={`Points of ${title}`}>
        <table>
          <caption class="hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{xName}</th>
              {curves.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((at) => (
              <tr key={at}>
                <th scope="row">{x[at]}</th>
                {curves.map(({ name, values, wordsOf = plain }) => {
                  const value = values[at];
                  return <td key={name}>{isMeasured(value) ? wordsOf(value) : ''}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {positions.length > perPage && (
        <p class="pager">
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span role="status">
            {first + 1} to {first + shown.length} of {grouped(positions.length)}
          </span>
          <button type="button" disabled={isLast} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </p>
      )}
    </>
  );
}
