import { figure } from '../../../parts/figures/in-words.ts';
import type { Headline } from './headline.ts';

/**
 * `0.994 accuracy`, its interval, and a word where it is no better than a trivial answer; a dash
 * where nothing was measured.
 */
export function HeadlineFigure({ headline }: { headline: Headline | undefined }) {
  if (!headline) return <span class="hint">–</span>;
  const { metric, value, interval, isBetterThanTrivial, text } = headline;
  return (
    <span title={text}>
      <b>{figure(value)}</b> {metric}
      {interval && (
        <div class="hint">
          {figure(interval[0])} to {figure(interval[1])}
        </div>
      )}
      {!isBetterThanTrivial && <div class="badge warn">not clearly better than trivial</div>}
    </span>
  );
}
