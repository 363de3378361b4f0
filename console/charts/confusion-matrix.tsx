import { useState } from 'preact/hooks';
import { grouped } from '../parts/figures/in-words.ts';
import type { Confusion, ConceptOrder, ConfusionPart } from './confusion.ts';
import { orderOf, partOf, shadeOf } from './confusion.ts';

interface ConfusionMatrixProps {
  readonly confusion: Confusion;
  /** What people call a concept. */
  readonly nameOf: (conceptId: string) => string;
  /** Where the rows of a cell are shown. */
  readonly hrefOf: (labelled: string, answered: string) => string;
}

/** So many concepts are shown at a time: more are not read at a glance. */
const perPart = 20;

const orderNames: Readonly<Record<ConceptOrder, string>> = {
  errors: 'Most mistakes first',
  name: 'By name',
  support: 'Most inputs first',
};

/**
 * Which concept was taken for which. Of many concepts a part at a time, the rest of each row and
 * column added up beside it.
 */
export function ConfusionMatrix({ confusion, nameOf, hrefOf }: ConfusionMatrixProps) {
  const [order, setOrder] = useState<ConceptOrder>('errors');
  const [part, setPart] = useState(0);
  const places = orderOf(confusion, order);
  const first = part * perPart;
  const shown = partOf(confusion, places.slice(first, first + perPart));
  return (
    <figure class="confusion">
      <figcaption>
        Each row is a label, each column an answer: the number of held-out inputs. The darker, the
        larger the share of the row. A cell leads to its inputs.
      </figcaption>
      <div class="row">
        <label>
          Order{' '}
          <select
            value={order}
            onChange={({ currentTarget }) => {
              setOrder(currentTarget.value as ConceptOrder);
              setPart(0);
            }}
          >
            {Object.entries(orderNames).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {places.length > perPart && (
          <PartChooser first={first} all={places.length} onChoose={setPart} />
        )}
      </div>
      <div class="table" tabIndex={0} role="group" aria-label="Confusion matrix">
        <Cells part={shown} isWhole={places.length <= perPart} {...{ nameOf, hrefOf }} />
      </div>
    </figure>
  );
}

interface PartChooserProps {
  readonly first: number;
  readonly all: number;
  readonly onChoose: (part: number) => void;
}

function PartChooser({ first, all, onChoose }: PartChooserProps) {
  const part = first / perPart;
  return (
    <span class="pager">
      <button type="button" disabled={part === 0} onClick={() => onChoose(part - 1)}>
        Previous
      </button>
      <span role="status">
        Concepts {first + 1} to {Math.min(first + perPart, all)} of {grouped(all)}
      </span>
      <button type="button" disabled={first + perPart >= all} onClick={() => onChoose(part + 1)}>
        Next
      </button>
    </span>
  );
}

interface CellsProps extends Omit<ConfusionMatrixProps, 'confusion'> {
  readonly part: ConfusionPart;
  readonly isWhole: boolean;
}

function Cells({ part, isWhole, nameOf, hrefOf }: CellsProps) {
  const names = part.conceptIds.map(nameOf);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Label</th>
          {names.map((name, at) => (
            <th key={part.conceptIds[at]} scope="col" class="turned" title={name}>
              <span dir="auto">{name}</span>
            </th>
          ))}
          {!isWhole && <th scope="col">Others</th>}
          <th scope="col">All</th>
        </tr>
      </thead>
      <tbody>
        {part.cells.map((row, at) => {
          const labelled = part.conceptIds[at]!;
          return (
            <tr key={labelled}>
              <th scope="row" title={names[at]}>
                <span dir="auto">{names[at]}</span>
              </th>
              {row.map((count, to) => (
                <Cell
                  key={part.conceptIds[to]}
                  count={count}
                  total={part.totals[at]!}
                  isRight={to === at}
                  href={hrefOf(labelled, part.conceptIds[to]!)}
                  words={`${names[at]} answered with ${names[to]}`}
                />
              ))}
              {!isWhole && <td>{part.otherAnswers[at]}</td>}
              <td>{part.totals[at]}</td>
            </tr>
          );
        })}
        {!isWhole && (
          <tr>
            <th scope="row">Others</th>
            {part.otherLabels.map((count, at) => (
              <td key={part.conceptIds[at]}>{count}</td>
            ))}
            <td />
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly count: number;
  readonly total: number;
  readonly isRight: boolean;
  readonly href: string;
  readonly words: string;
}

function Cell({ count, total, isRight, href, words }: CellProps) {
  if (count === 0) return <td class="number hint">0</td>;
  return (
    <td class="number" style={shadeStyle(isRight, shadeOf(count, total))}>
      <a href={href} style={{ color: 'inherit' }} aria-label={`${count} of ${total}: ${words}`}>
        {count}
      </a>
    </td>
  );
}

/** Set by script, which the policy allows: right answers in one colour, mistakes in another. */
function shadeStyle(isRight: boolean, shade: number) {
  const colour = isRight ? 'var(--good)' : 'var(--bad)';
  return { background: `color-mix(in srgb, ${colour} ${shade * 8}%, transparent)` };
}
