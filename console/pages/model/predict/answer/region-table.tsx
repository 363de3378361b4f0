import type { Colour } from '../../../../../client/drawing/concept-colours.ts';
import { plain } from '../../../../../client/drawing/concept-colours.ts';
import { placeInWords } from '../../../../drawing/shapes.ts';
import type { Shape } from '../../../../drawing/shapes.ts';
import { figure } from '../../../../parts/figures/in-words.ts';

interface RegionTableProps {
  readonly label: string;
  readonly shapes: readonly Shape[];
  readonly colours: ReadonlyMap<string, Colour>;
  readonly onHighlight: (id: string | undefined) => void;
}

/** What is drawn on a picture, in words; a row that is pointed at is seen alone on the picture. */
export function RegionTable({ label, shapes, colours, onHighlight }: RegionTableProps) {
  return (
    <div class="table tall" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Concept</th>
            <th scope="col" class="number">
              Value
            </th>
            <th scope="col">Place in the picture</th>
          </tr>
        </thead>
        <tbody onMouseLeave={() => onHighlight(undefined)}>
          {shapes.map((shape) => (
            <tr key={shape.id} onMouseEnter={() => onHighlight(shape.id)}>
              <th scope="row">
                <Swatch colour={colours.get(shape.concept?.id ?? '') ?? plain} />{' '}
                {shape.concept?.name ?? 'no concept'}
              </th>
              <td class="number">{figure(shape.value)}</td>
              <td>{placeInWords(shape.box)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Swatch({ colour }: { colour: Colour }) {
  return <span class="swatch" aria-hidden="true" style={{ background: colour.hex }} />;
}
