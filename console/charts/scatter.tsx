import { useLocation } from 'preact-iso';
import { useRef, useState } from 'preact/hooks';
import { durationTicks, tickWords } from '../../core/estimate/report/duration-ticks.ts';
import { linearScale } from './scale.ts';
import type { Scale } from './scale.ts';

/** One point: seconds on both axes, with an interval along `y`. */
export interface ScatterPoint {
  readonly id: string;
  readonly href: string;
  readonly x: number;
  readonly y: number;
  readonly interval: readonly [low: number, high: number];
  readonly series: string;
  /** All that the point says, read out in its place. */
  readonly words: string;
}

interface ScatterProps {
  readonly title: string;
  readonly xName: string;
  readonly yName: string;
  /** Names of the series, three at most: each has a colour and a shape. */
  readonly series: readonly (readonly [id: string, name: string])[];
  readonly points: readonly ScatterPoint[];
}

const [width, height, left, foot] = [440, 320, 56, 34];

/** Of each series; the shapes tell them apart where colours do not. */
const tones = ['var(--warn)', 'var(--good)', 'var(--accent)'];
const shapes = [
  'M-5 0 0-5 5 0 0 5Z',
  'M-4-4H4V4H-4Z',
  'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z',
];

/**
 * Durations against durations, both logarithmic, with the line of equal ones. Points are links: the
 * arrow keys go from one to the next, and each is named below while it is pointed at.
 */
export function Scatter({ title, xName, yName, series, points }: ScatterProps) {
  const [shown, setShown] = useState<ScatterPoint>();
  const group = useRef<SVGSVGElement>(null);
  const [low, high] = domainOf(points);
  const x = logScale([low, high], [left, width - 12]);
  const y = logScale([low, high], [height - foot, 10]);
  const ordered = points.toSorted((a, b) => a.x - b.x);
  const current = shown ?? ordered[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || !current) return;
    event.preventDefault();
    const next = (ordered.indexOf(current) + step + ordered.length) % ordered.length;
    group.current!.querySelectorAll('a')[next]!.focus();
  };
  return (
    <figure>
      <p class="row hint">
        {series.map(([id, name], at) => (
          <span key={id}>
            <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
              <path d={shapes[at]} fill={tones[at]} />
            </svg>{' '}
            {name}
          </span>
        ))}
      </p>
      <svg
        ref={group}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={`${title}: arrow keys go from job to job`}
        font-size="13"
        fill="var(--faint)"
        style={{ maxWidth: '44rem', width: '100%' }}
        onKeyDown={onKeyDown}
      >
        <Axes {...{ domain: [low, high], x, y, xName, yName }} />
        {ordered.map((point) => (
          <Point
            key={point.id}
            {...{ point, x, y, onShow: setShown, isCurrent: point === current }}
            at={Math.max(
              0,
              series.findIndex(([id]) => id === point.series),
            )}
          />
        ))}
      </svg>
      <figcaption class="hint">{shown?.words ?? 'Point at a job to see which it is.'}</figcaption>
    </figure>
  );
}

/** What all of them reach, with a little room. */
function domainOf(points: readonly ScatterPoint[]): readonly [number, number] {
  const all = points.flatMap(({ x, y, interval }) => [x, y, ...interval]);
  return [Math.min(...all) / 1.15, Math.max(...all) * 1.15];
}

function logScale([low, high]: readonly [number, number], range: readonly [number, number]): Scale {
  const linear = linearScale([Math.log(low), Math.log(high)], range);
  return (value) => linear(Math.log(value));
}

interface AxesProps {
  readonly domain: readonly [number, number];
  readonly x: Scale;
  readonly y: Scale;
  readonly xName: string;
  readonly yName: string;
}

function Axes({ domain, x, y, xName, yName }: AxesProps) {
  const [low, high] = domain;
  const [right, bottom, top] = [x(high), y(low), y(high)];
  return (
    <g aria-hidden="true">
      {durationTicks(domain).map((tick) => (
        <g key={tick} stroke="var(--line)">
          <path d={`M${left} ${y(tick)}H${right}M${x(tick)} ${top}V${bottom}`} />
          <g stroke="none">
            <text x={left - 6} y={y(tick) + 4} text-anchor="end">
              {tickWords(tick)}
            </text>
            <text x={x(tick)} y={bottom + 16} text-anchor="middle">
              {tickWords(tick)}
            </text>
          </g>
        </g>
      ))}
      <path d={`M${left} ${bottom}L${right} ${top}`} stroke="var(--edge)" stroke-dasharray="6 4" />
      <text x={right} y={height - 3} text-anchor="end">
        {xName}
      </text>
      <text x={left + 4} y={top + 10}>
        {yName}
      </text>
    </g>
  );
}

interface PointProps {
  readonly point: ScatterPoint;
  readonly x: Scale;
  readonly y: Scale;
  /** Place of its series. */
  readonly at: number;
  /** True: the one that Tab reaches. */
  readonly isCurrent: boolean;
  readonly onShow: (point: ScatterPoint) => void;
}

function Point({ point, x, y, at, isCurrent, onShow }: PointProps) {
  const { route } = useLocation();
  const { href, interval, words } = point;
  const [px, py] = [x(point.x), y(point.y)];
  const show = () => onShow(point);
  return (
    <a
      href={href}
      aria-label={words}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={show}
      onMouseEnter={show}
      // The router knows links of HTML alone: an SVG one would load the page anew.
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        route(href);
      }}
    >
      <path
        d={`M${px} ${y(interval[0])}V${y(interval[1])}`}
        stroke={tones[at]}
        stroke-width="1.5"
        opacity="0.55"
      />
      <path d={shapes[at]} transform={`translate(${px} ${py})`} fill={tones[at]} />
    </a>
  );
}
