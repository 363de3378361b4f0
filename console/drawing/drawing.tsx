import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { coloursOf, plain } from '../../client/drawing/concept-colours.ts';
import type { Colour } from '../../client/drawing/concept-colours.ts';
import { GreyLayer } from './grey-layer.tsx';
import type { Size } from './label-places.ts';
import { tintHeat, tintMask } from './pixels.ts';
import { ShapeLayer } from './shape-layer.tsx';
import type { Shape } from './shapes.ts';

export interface DrawingProps {
  /** What `<img>` shows: an object URL; undefined: not there yet. */
  readonly picture: string | undefined;
  /** What is to be seen, in words, for who does not see it. */
  readonly alt: string;
  readonly shapes: readonly Shape[];
  /** All concepts that may be drawn, so that colours stay the same; absent: those of `shapes`. */
  readonly conceptIds?: readonly string[];
  /** A heat map: grey PNG in base64. */
  readonly heat?: string | undefined;
  /** Of masks and heat, 0 to 1. */
  readonly opacity?: number;
  /** Of the shapes the one to be seen alone. */
  readonly highlighted?: string | undefined;
  /** Fills its place and has no labels. */
  readonly isThumbnail?: boolean;
}

/** Pictures that are smaller are shown larger, pixel by pixel. */
const minShown = 384;

/**
 * A picture with boxes, polygons, masks and heat drawn over it. All coordinates are shares of the
 * picture as people see it, which is how a browser shows it too: the EXIF orientation is applied.
 */
export function Drawing(props: DrawingProps) {
  const { picture, alt, shapes, conceptIds, heat, opacity = 0.6, isThumbnail = false } = props;
  const [natural, setNatural] = useState<Size>();
  const { ref, shown } = useShownSize();
  const colours = useMemo(
    () => coloursOf(conceptIds ?? shapes.flatMap(({ concept }) => concept?.id ?? [])),
    [conceptIds, shapes],
  );
  const colourOf = (shape: Shape) => colours.get(shape.concept?.id ?? '') ?? plain;
  return (
    <div
      class={isThumbnail ? 'drawing thumbnail' : 'drawing'}
      style={widthOf(natural, isThumbnail)}
    >
      <img
        ref={ref}
        src={picture}
        alt={alt}
        class={natural && natural.width < minShown / 2 ? 'pixelated' : undefined}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setNatural({ width: naturalWidth, height: naturalHeight })
        }
      />
      {natural && heat !== undefined && (
        <GreyLayer source={{ base64: heat }} paint={paintHeat} opacity={opacity} />
      )}
      {natural && <Masks {...props} opacity={opacity} colourOf={colourOf} />}
      {natural && (
        <ShapeLayer
          shapes={shapes}
          colourOf={colourOf}
          shown={isThumbnail ? undefined : shown}
          highlighted={props.highlighted}
        />
      )}
    </div>
  );
}

/** The whole map: nothing of it is left out. */
function paintHeat(pixels: Uint8ClampedArray): void {
  tintHeat(pixels);
}

interface MasksProps extends DrawingProps {
  readonly opacity: number;
  readonly colourOf: (shape: Shape) => Colour;
}

function Masks({ shapes, opacity, highlighted, colourOf }: MasksProps) {
  return (
    <>
      {shapes.map((shape) => (
        <Mask
          key={shape.id}
          shape={shape}
          colour={colourOf(shape)}
          opacity={opacity}
          isFaint={highlighted !== undefined && highlighted !== shape.id}
        />
      ))}
    </>
  );
}

interface MaskProps {
  readonly shape: Shape;
  readonly colour: Colour;
  readonly opacity: number;
  readonly isFaint: boolean;
}

function Mask({ shape: { mask }, colour: { hex, rgb }, opacity, isFaint }: MaskProps) {
  const paint = useMemo(
    () => (pixels: Uint8ClampedArray, width: number) => tintMask(pixels, width, rgb),
    [hex],
  );
  return mask ? <GreyLayer source={mask} {...{ paint, opacity, isFaint }} /> : null;
}

/** The size of an element on the screen, kept as it changes. */
function useShownSize() {
  const ref = useRef<HTMLImageElement>(null);
  const [shown, setShown] = useState<Size>();
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() =>
      setShown({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, shown: shown && shown.width > 0 ? shown : undefined };
}

/** As large as it is, small ones larger, none taller than most of the window. */
function widthOf(natural: Size | undefined, isThumbnail: boolean) {
  if (!natural || isThumbnail) return undefined;
  const { width, height } = natural;
  const ratio = width / Math.max(1, height);
  return { width: `min(100%, ${Math.max(width, minShown)}px, ${Math.round(70 * ratio)}vh)` };
}
