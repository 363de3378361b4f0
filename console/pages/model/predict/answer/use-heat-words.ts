import { useEffect, useState } from 'preact/hooks';
import { hottest, hotShare } from '../../../../drawing/pixels.ts';

/**
 * A heat map in a sentence, for who does not see it; undefined while it is looked at, and where
 * there is none.
 * @param heat grey PNG in base64
 */
export function useHeatWords(heat: string | undefined): string | undefined {
  const [words, setWords] = useState<string>();
  useEffect(() => {
    setWords(undefined);
    if (heat === undefined) return undefined;
    const image = new Image();
    image.onload = () => setWords(wordsOf(image));
    image.src = `data:image/png;base64,${heat}`;
    return () => {
      image.onload = null;
    };
  }, [heat]);
  return words;
}

function wordsOf(image: HTMLImageElement): string {
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const share = hotShare(data);
  if (share === 0) return 'No part of the picture counts as anomalous.';
  const { x, y } = hottest(data, width);
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  const amount = share < 0.005 ? 'Under 1 %' : percent(share);
  return `${amount} of the picture counts as anomalous; hottest at left ${percent(x)}, top ${percent(y)}. Purple is normal, yellow anomalous.`;
}
