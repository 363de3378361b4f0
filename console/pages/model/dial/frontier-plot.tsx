import { useRef } from 'preact/hooks';
import type { MeasuredDialPoint } from '../../../../core/api/wire/messages.ts';
import { linearScale } from '../../../charts/scale.ts';
import type { Scale } from '../../../charts/scale.ts';
import { figure } from '../../../parts/figures/in-words.ts';
import { domainOf, pointName, pointWords } from './dial-points.ts';

interface FrontierPlotProps {
  /** With an accuracy on new concepts each. */
  readonly points: readonly MeasuredDialPoint[];
  readonly chosen: MeasuredDialPoint | undefined;
  readonly onChoose: (point: MeasuredDialPoint) => void;
}

const [width, height, left] = [440, 330, 56];
const [head, foot] = [28, 34];

/**
 * Old concepts against new ones, with a line along the frontier. Points are buttons: the arrow keys
 * go from one to the next, Enter and Space choose.
 */
export function FrontierPlot({ points, chosen, onChoose }: FrontierPlotProps) {
  const group = useRef<SVGSVGElement>(null);
  const ordered = points.toSorted((a, b) => a.oldAccuracy - b.oldAccuracy);
  const xDomain = domainOf(ordered.map(({ oldAccuracy }) => oldAccuracy));
  const yDomain = domainOf(ordered.map(newOf));
  const x = linearScale(xDomain, [left, width - 14]);
  const y = linearScale(yDomain, [height - foot, head]);
  const frontier = ordered.filter(({ isOnFrontier }) => isOnFrontier);
  const current = ordered.find((point) => point === chosen) ?? ordered[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    const buttons = [...(group.current?.querySelectorAll<SVGGElement>('[role=button]') ?? [])];
    const at = buttons.indexOf(event.target as SVGGElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]!.focus();
  };
  return (
    <svg
      ref={group}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label="Points of the dial: arrow keys go from one to the next"
      font-size="13"
      fill="var(--faint)"
      style={{ maxWidth: '40rem', width: '100%' }}
      onKeyDown={onKeyDown}
    >
      <Axes {...{ x, y, xDomain, yDomain }} />
      <polyline
        points={frontier.map((point) => `${x(point.oldAccuracy)},${y(newOf(point))}`).join(' ')}
        fill="none"
        stroke="var(--accent)"
        stroke-width="1.5"
        opacity="0.6"
      />
      {ordered.map((point) => (
        <Mark
          key={pointName(point)}
          {...{ point, x, y, onChoose }}
          isChosen={point === chosen}
          isCurrent={point === current}
        />
      ))}
    </svg>
  );
}

const newOf = ({ newAccuracy }: MeasuredDialPoint) => newAccuracy ?? 0;

interface AxesProps {
  readonly x: Scale;
  readonly y: Scale;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
}

const ticksOf = ([low, high]: readonly [number, number]) =>
  [0, 1, 2, 3, 4].map((step) => low + ((high - low) * step) / 4);

/** The first and the last figure stay below the plot. */
const anchors = { 0: 'start', 4: 'end' } as Readonly<Record<number, 'start' | 'end'>>;

function Axes({ x, y, xDomain, yDomain }: AxesProps) {
  const [bottom, top, right] = [y(yDomain[0]), y(yDomain[1]), x(xDomain[1])];
  return (
    <g aria-hidden="true">
      {ticksOf(yDomain).map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${y(tick)}H${right}`} stroke="var(--line)" />
          <text x={left - 6} y={y(tick) + 4} text-anchor="end">
            {figure(tick)}
          </text>
        </g>
      ))}
      {ticksOf(xDomain).map((tick, at) => (
        <g key={tick}>
          <path d={`M${x(tick)} ${top}V${bottom}`} stroke="var(--line)" />
          <text x={x(tick)} y={bottom + 16} text-anchor={anchors[at] ?? 'middle'}>
            {figure(tick)}
          </text>
        </g>
      ))}
      <text x={right} y={height - 4} text-anchor="end">
        old concepts →
      </text>
      <text x={left} y={top - 14}>
        ↑ new concepts
      </text>
    </g>
  );
}

interface MarkProps {
  readonly point: MeasuredDialPoint;
  readonly x: Scale;
  readonly y: Scale;
  readonly isChosen: boolean;
  /** True: the one that Tab reaches. */
  readonly isCurrent: boolean;
  readonly onChoose: (point: MeasuredDialPoint) => void;
}

/** Disc: passes the gate; cross: does not; square: as trained. Beaten points are faint. */
const shapes = {
  passes: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z',
  refused: 'M-5-3-3-5 0-2 3-5 5-3 2 0 5 3 3 5 0 2-3 5-5 3-2 0Z',
  naive: 'M-5-5H5V5H-5Z',
};

function Mark({ point, x, y, isChosen, isCurrent, onChoose }: MarkProps) {
  const { isNaive, passes, isOnFrontier, oldAccuracy } = point;
  const shape = isNaive ? shapes.naive : passes ? shapes.passes : shapes.refused;
  const tone = passes ? 'var(--good)' : isNaive ? 'var(--warn)' : 'var(--bad)';
  const choose = () => onChoose(point);
  return (
    <g
      role="button"
      // Attributes of SVG keep their case: `tabIndex` would not count.
      tabindex={isCurrent ? 0 : -1}
      aria-label={pointWords(point)}
      aria-pressed={isChosen}
      style={{ cursor: 'pointer' }}
      transform={`translate(${x(oldAccuracy)} ${y(newOf(point))})`}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
    >
      <title>{pointWords(point)}</title>
      <circle r="12" fill="transparent" stroke={isChosen ? 'var(--accent)' : 'none'} />
      <path d={shape} fill={tone} opacity={isOnFrontier || isNaive ? 1 : 0.4} />
    </g>
  );
}
