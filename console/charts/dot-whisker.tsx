import { figure } from '../parts/figures/in-words.ts';
import { linearScale, roundTicks } from './scale.ts';
import type { Scale } from './scale.ts';

/** One line of the picture: a value, with its interval where there is one. */
export interface WhiskerRow {
  readonly name: string;
  readonly value: number;
  readonly interval?: readonly [low: number, high: number];
  /** True: the row that the others are compared with. */
  readonly isMain?: boolean;
}

interface DotWhiskerProps {
  /** What the picture shows, in one sentence; it is read out in its place. */
  readonly title: string;
  readonly rows: readonly WhiskerRow[];
}

const [width, left, right, rowHeight] = [440, 118, 20, 30];

/** Values as dots on one scale, with their intervals as lines through them. */
export function DotWhisker({ title, rows }: DotWhiskerProps) {
  const ticks = roundTicks(domainOf(rows));
  const scale = linearScale([ticks[0]!, ticks.at(-1)!], [left, width - right]);
  const foot = rows.length * rowHeight + 6;
  const words = rows.map(wordsOf).join('; ');
  return (
    <svg
      viewBox={`0 0 ${width} ${foot + 22}`}
      role="img"
      aria-label={`${title}. ${words}`}
      fill="currentColor"
      font-size="13"
      style={{ maxWidth: '34rem', width: '100%' }}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line stroke="var(--line)" x1={scale(tick)} x2={scale(tick)} y1={0} y2={foot} />
          <text fill="var(--faint)" x={scale(tick)} y={foot + 16} text-anchor="middle">
            {tick}
          </text>
        </g>
      ))}
      {rows.map((row, at) => (
        <Row key={row.name} row={row} y={at * rowHeight + rowHeight / 2} scale={scale} />
      ))}
    </svg>
  );
}

/** From 0 to 1 where all are shares, else as far as the values reach. */
function domainOf(rows: readonly WhiskerRow[]): readonly [number, number] {
  const all = rows.flatMap(({ value, interval = [value, value] }) => [value, ...interval]);
  const [low, high] = [Math.min(0, ...all), Math.max(...all)];
  return [low, high <= 1 ? 1 : high];
}

function wordsOf({ name, value, interval }: WhiskerRow): string {
  const range = interval ? `, between ${figure(interval[0])} and ${figure(interval[1])}` : '';
  return `${name}: ${figure(value)}${range}`;
}

interface RowProps {
  readonly row: WhiskerRow;
  readonly y: number;
  readonly scale: Scale;
}

function Row({ row, y, scale }: RowProps) {
  const { name, value, interval, isMain = false } = row;
  const colour = isMain ? 'var(--accent)' : 'var(--faint)';
  return (
    <g stroke={colour} stroke-width="2">
      <title>{wordsOf(row)}</title>
      <text stroke="none" x={left - 14} y={y + 4} text-anchor="end">
        {name}
      </text>
      {interval && (
        <>
          <line x1={scale(interval[0])} x2={scale(interval[1])} y1={y} y2={y} />
          {interval.map((end) => (
            <line key={end} x1={scale(end)} x2={scale(end)} y1={y - 5} y2={y + 5} />
          ))}
        </>
      )}
      <circle fill={colour} stroke="none" cx={scale(value)} cy={y} r={isMain ? 6 : 5} />
    </g>
  );
}
