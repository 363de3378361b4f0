import type { Colour } from '../../client/drawing/concept-colours.ts';
import { labelPlaces } from './label-places.ts';
import type { Size } from './label-places.ts';
import type { Shape } from './shapes.ts';

interface ShapeLayerProps {
  readonly shapes: readonly Shape[];
  readonly colourOf: (shape: Shape) => Colour;
  /** The picture as it is shown, in pixels; undefined: no labels. */
  readonly shown: Size | undefined;
  readonly highlighted: string | undefined;
}

const labelHeight = 18;
const letterWidth = 6.6;
const maxLetters = 26;

/** Frames, polygons and labels over the whole picture below them. */
export function ShapeLayer({ shapes, colourOf, shown, highlighted }: ShapeLayerProps) {
  return (
    <>
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {shapes.map((shape) => (
          <Outline
            key={shape.id}
            shape={shape}
            colour={colourOf(shape).hex}
            isFaint={highlighted !== undefined && highlighted !== shape.id}
          />
        ))}
      </svg>
      {shown && <Labels {...{ shapes, colourOf, shown, highlighted }} />}
    </>
  );
}

interface OutlineProps {
  readonly shape: Shape;
  readonly colour: string;
  readonly isFaint: boolean;
}

/** A mask shows its own shape; a frame is for what has none. */
function Outline({ shape: { box, points, mask }, colour, isFaint }: OutlineProps) {
  if (mask) return null;
  const opacity = isFaint ? 0.25 : 1;
  if (points)
    return (
      <polygon
        points={points.map(([x, y]) => `${x},${y}`).join(' ')}
        fill={colour}
        fill-opacity={0.3}
        stroke={colour}
        opacity={opacity}
      />
    );
  const { left, top, width, height } = box;
  const at = { x: left, y: top, width, height, fill: 'none', opacity };
  return (
    <>
      <rect {...at} class="halo" />
      <rect {...at} stroke={colour} />
    </>
  );
}

function Labels({ shapes, colourOf, shown, highlighted }: ShapeLayerProps & { shown: Size }) {
  const named = shapes
    .map((shape) => ({ shape, words: wordsOf(shape) }))
    .filter(({ shape }) => shape.concept && (!highlighted || highlighted === shape.id))
    .sort((a, b) => b.shape.value - a.shape.value);
  const places = labelPlaces(
    named.map(({ shape, words }) => ({
      box: shape.box,
      size: { width: words.length * letterWidth + 8, height: labelHeight },
    })),
    shown,
  );
  return (
    <svg viewBox={`0 0 ${shown.width} ${shown.height}`} aria-hidden="true">
      {named.map(({ shape, words }, index) => {
        const place = places[index];
        const { hex, ink } = colourOf(shape);
        return (
          place && (
            <g key={shape.id}>
              <rect
                x={place.left}
                y={place.top}
                width={place.width}
                height={place.height}
                rx={2}
                fill={hex}
              />
              <text x={place.left + 4} y={place.top + 13} fill={ink}>
                {words}
              </text>
            </g>
          )
        );
      })}
    </svg>
  );
}

function wordsOf({ concept, value }: Shape): string {
  const name = concept?.name ?? '';
  const letters = [...name];
  const short = letters.length > maxLetters ? `${letters.slice(0, maxLetters).join('')}…` : name;
  return value === 1 ? short : `${short} ${value.toFixed(2)}`;
}
