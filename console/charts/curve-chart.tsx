import { useRef, useState } from 'preact/hooks';
import type { Curves } from './curves.ts';
import { isMeasured, measuredAt, moved, plain, wordsAt } from './curves.ts';
import { CurveTable } from './curve-table.tsx';
import { usePlot } from './use-plot.ts';

interface CurveChartProps extends Curves {
  readonly title: string;
  /** One sentence: what the chart shows. */
  readonly sentence: string;
  /** What `x` counts: `Step`. */
  readonly xName: string;
}

/**
 * Curves on a canvas. Whoever does not see them has the sentence, a cursor that is moved by the
 * keyboard and says its values, and all points as a table.
 */
export function CurveChart({ title, sentence, xName, x, curves }: CurveChartProps) {
  const [cursor, setCursor] = useState<number>();
  const [isFollowed, setFollowed] = useState(false);
  const canvas = useRef<HTMLDivElement>(null);
  const plot = usePlot(canvas, { x, curves }, setCursor);
  const drawn = { x, curves };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(measuredAt(drawn), cursor, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setFollowed(true);
    plot.moveTo(next);
    setCursor(next);
  };
  return (
    <figure class="panel">
      <figcaption>
        <h3>{title}</h3>
        <p>{sentence}</p>
      </figcaption>
      <Legend {...drawn} cursor={cursor} xName={xName} />
      <div
        class="plot"
        ref={canvas}
        tabIndex={0}
        role="group"
        aria-roledescription="chart"
        aria-label={`${title}: arrow keys move along the curve`}
        onKeyDown={onKeyDown}
        onBlur={() => setFollowed(false)}
      />
      <p class="hidden" aria-live="polite">
        {isFollowed && cursor !== undefined ? wordsAt(drawn, cursor, xName) : ''}
      </p>
      <CurveTable {...drawn} title={title} xName={xName} />
    </figure>
  );
}

interface LegendProps extends Curves {
  readonly cursor: number | undefined;
  readonly xName: string;
}

/** Names the curves, with their values at the cursor, or the newest ones. */
function Legend({ x, curves, cursor, xName }: LegendProps) {
  return (
    <p class="row">
      {curves.map(({ name, values, tone, wordsOf = plain }) => {
        const at = cursor !== undefined && isMeasured(values[cursor]) ? cursor : lastOf(values);
        const value = at === undefined ? undefined : values[at];
        return (
          <span
            key={name}
            class={`key ${tone === 'main' ? 'running' : tone === 'second' ? 'warn' : ''}`}
          >
            {name} <b>{isMeasured(value) ? wordsOf(value) : '–'}</b>
          </span>
        );
      })}
      {cursor !== undefined && (
        <span class="hint">
          {xName.toLowerCase()} {x[cursor]}
        </span>
      )}
    </p>
  );
}

function lastOf(values: readonly (number | null)[]): number | undefined {
  const at = values.findLastIndex((value) => value !== null);
  return at < 0 ? undefined : at;
}
