import { figure } from '../../../parts/in-words.ts';
import type { Headline } from './headline.ts';

/** `accuracy 0.994 (0.979 to 0.998)`, and a word where it is no better than a trivial answer. */
export function HeadlineFigure({ headline }: { headline: Headline }) {
  const { metric, value, interval, isBetterThanTrivial } = headline;
  return (
    <span class="headline" title={headline.text}>
      {metric} <b>{figure(value)}</b>
      {interval && (
        <span class="sub">
          95 % interval {figure(interval[0])} to {figure(interval[1])}
        </span>
      )}
      {!isBetterThanTrivial && <span class="sub warn">not clearly better than trivial</span>}
    </span>
  );
}
