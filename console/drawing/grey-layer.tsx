import { useEffect, useRef, useState } from 'preact/hooks';
import type { Image } from '../../core/api/wire/messages.ts';
import { useBlob } from '../api/use-blob.ts';

/** Larger maps are shown smaller: a screen has no more. */
const maxSide = 1024;

interface GreyLayerProps {
  /** A grey PNG: in base64, or by its address, which is read with the key. */
  readonly source: Image;
  /** Colours the pixels in place, and says anything of them. Must not change between renders. */
  readonly paint: (pixels: Uint8ClampedArray, width: number) => void;
  readonly opacity: number;
  readonly isFaint?: boolean;
}

/** A mask or a heat map over the whole picture below it. */
export function GreyLayer({ source, paint, opacity, isFaint = false }: GreyLayerProps) {
  const address = source.base64 ? undefined : source.url;
  const { url, error } = useBlob(address);
  const src = source.base64 ? `data:image/png;base64,${source.base64}` : url;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (src === undefined) return undefined;
    const image = new Image();
    image.onload = () => {
      setProblem(undefined);
      if (canvas.current) draw(image, canvas.current, paint);
    };
    image.onerror = () => setProblem('A mask of this picture is not readable.');
    image.src = src;
    return () => {
      image.onload = null;
    };
  }, [src, paint]);
  if (problem ?? error) return <span class="layer-problem">{problem ?? error?.message}</span>;
  return (
    <canvas
      ref={canvas}
      aria-hidden="true"
      style={{ opacity: isFaint ? opacity * 0.25 : opacity }}
    />
  );
}

function draw(
  image: HTMLImageElement,
  canvas: HTMLCanvasElement,
  paint: GreyLayerProps['paint'],
): void {
  const { naturalWidth, naturalHeight } = image;
  const scale = Math.min(1, maxSide / Math.max(naturalWidth, naturalHeight));
  canvas.width = Math.max(1, Math.round(naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(naturalHeight * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const data = context.getImageData(0, 0, canvas.width, canvas.height);
  paint(data.data, canvas.width);
  context.putImageData(data, 0, 0);
}
