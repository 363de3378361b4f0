import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { isMeasured, tickText } from './curves.ts';
import type { Curve, Curves } from './curves.ts';

/** Height of a chart, CSS pixels. */
const height = 220;

const variables: Readonly<Record<Curve['tone'] | 'text' | 'grid', string>> = {
  main: 'var(--accent)',
  second: 'var(--warn)',
  faint: 'var(--faint)',
  text: 'var(--faint)',
  grid: 'var(--line)',
};

/**
 * Draws curves into an element with uPlot, in the colours of the style sheet, as wide as the
 * element is; follows new values, other widths, and the change from light to dark.
 * @param onCursor hears at which position the pointer is; undefined: at none
 */
export function usePlot(
  element: RefObject<HTMLElement>,
  { x, curves }: Curves,
  onCursor: (at: number | undefined) => void,
): { readonly moveTo: (at: number) => void } {
  const plot = useRef<uPlot>();
  const data = [[...x], ...curves.map(({ values }) => [...values])] as uPlot.AlignedData;
  const shape = curves.map(({ name, tone }) => `${name} ${tone}`).join();
  useEffect(() => {
    const draw = () => {
      plot.current?.destroy();
      plot.current = made(element.current!, { curves, data: latest.current, onCursor });
    };
    draw();
    const ofScheme = matchMedia('(prefers-color-scheme: dark)');
    ofScheme.addEventListener('change', draw);
    const observer = new ResizeObserver(() => {
      const width = element.current?.clientWidth ?? 0;
      if (width > 0 && width !== plot.current?.width) plot.current?.setSize({ width, height });
    });
    observer.observe(element.current!);
    return () => {
      observer.disconnect();
      ofScheme.removeEventListener('change', draw);
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape]);
  const latest = useRef(data);
  latest.current = data;
  useEffect(() => plot.current?.setData(data), [x, ...curves.map(({ values }) => values)]);
  return useMemo(() => ({ moveTo: (at) => moveTo(plot.current, at) }), []);
}

function moveTo(plot: uPlot | undefined, at: number): void {
  if (!plot) return;
  const [xs, ...series] = plot.data;
  const value = series.map((values) => values[at]).find(isMeasured);
  const left = plot.valToPos(xs[at]!, 'x');
  plot.setCursor({ left, top: value === undefined ? 0 : plot.valToPos(value, 'y') }, false);
}

interface Making {
  readonly curves: readonly Curve[];
  readonly data: uPlot.AlignedData;
  readonly onCursor: (at: number | undefined) => void;
}

function made(element: HTMLElement, { curves, data, onCursor }: Making): uPlot {
  const colour = colours(element);
  const axis = {
    stroke: colour.text,
    font: '12px system-ui, sans-serif',
    grid: { stroke: colour.grid, width: 1 },
    ticks: { stroke: colour.grid, width: 1 },
  };
  const options: uPlot.Options = {
    width: element.clientWidth || 320,
    height,
    legend: { show: false },
    scales: { x: { time: false } },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
    axes: [axis, { ...axis, size: 56, values: (_, ticks) => ticks.map(tickText) }],
    series: [{}, ...curves.map((curve) => seriesOf(curve, colour))],
    hooks: { setCursor: [({ cursor: { idx } }) => onCursor(idx ?? undefined)] },
  };
  return new uPlot(options, data, element);
}

function seriesOf({ name, tone, drawn }: Curve, colour: Colours): uPlot.Series {
  return {
    label: name,
    stroke: colour[tone],
    width: drawn === 'dots' ? 0 : tone === 'faint' ? 1 : 2,
    spanGaps: true,
    points: { show: drawn !== undefined, size: drawn === 'dots' ? 10 : 6, fill: colour[tone] },
  };
}

type Colours = Readonly<Record<keyof typeof variables, string>>;

/** The style sheet's colours as a canvas takes them: those of now, light or dark. */
function colours(element: HTMLElement): Colours {
  const probe = element.appendChild(document.createElement('span'));
  const found = Object.entries(variables).map(([name, variable]) => {
    probe.style.color = variable;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(found) as Colours;
}
