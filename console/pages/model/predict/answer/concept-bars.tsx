import type { Concept } from '../../../../../core/api/wire/messages.ts';
import type { Colour } from '../../../../../client/drawing/concept-colours.ts';
import { figure } from '../../../../parts/figures/in-words.ts';

interface ConceptBarsProps {
  /** What the table is of, for screen readers. */
  readonly label: string;
  readonly concepts: readonly Concept[];
  /** Below it concepts are not shown, 0 to 1. */
  readonly threshold: number;
  readonly colours: ReadonlyMap<string, Colour>;
}

/** Concepts with their values, the likeliest first. */
export function ConceptBars({ label, concepts, threshold, colours }: ConceptBarsProps) {
  const shown = concepts.filter(({ value = 0 }) => value >= threshold);
  const hidden = concepts.length - shown.length;
  return (
    <div class="table" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Concept</th>
            <th scope="col" class="number">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, name, value = 0 }) => (
            <tr key={id}>
              <th scope="row">
                {name || id}
                <Bar value={value} colour={colours.get(id)?.hex} />
              </th>
              <td class="number">{figure(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && <p class="hint">{hidden} below the threshold not shown</p>}
    </div>
  );
}

/** @param value 0 to 1 */
export function Bar({ value, colour }: { value: number; colour: string | undefined }) {
  return (
    <span class="bar" aria-hidden="true">
      <i style={{ width: `${value * 100}%`, ...(colour ? { background: colour } : {}) }} />
    </span>
  );
}
