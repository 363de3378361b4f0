import type { MeasuredDialPoint } from '../../core/api/wire/messages.ts';

/** Rows of the plot, without its axis. */
const rows = 14;
const margin = 7;

/**
 * Accuracy on what the parent knew, from left to right, against accuracy on what is new, upwards:
 * `*` lies on the frontier and passes the gate, `x` on the frontier and does not, `.` is beaten by
 * another point, `N` is the candidate as it was trained.
 * @param columns of the terminal @returns none where nothing new was measured
 */
export function dialPlotLines(points: readonly MeasuredDialPoint[], columns: number): string[] {
  const measured = points.filter(({ newAccuracy }) => newAccuracy !== null);
  if (measured.length === 0) return [];
  const width = Math.max(20, Math.min(columns, 80) - margin - 2);
  const x = scaleOf(measured.map(({ oldAccuracy }) => oldAccuracy));
  const y = scaleOf(measured.map(({ newAccuracy }) => newAccuracy!));
  const cells = Array.from({ length: rows }, () => new Array<string>(width).fill(' '));
  const inOrder = [...measured].sort((a, b) => rankOf(a) - rankOf(b));
  for (const point of inOrder) {
    const column = Math.round(x.share(point.oldAccuracy) * (width - 1));
    const row = rows - 1 - Math.round(y.share(point.newAccuracy!) * (rows - 1));
    cells[row]![column] = markOf(point);
  }
  const label = (row: number) =>
    row === 0 ? y.high.toFixed(3) : row === rows - 1 ? y.low.toFixed(3) : '';
  const [from, to] = [x.low.toFixed(3), x.high.toFixed(3)];
  return [
    'new concepts (upwards) against old ones (to the right); * frontier, x frontier but the gate refuses, . beaten, N as trained',
    ...cells.map((row, at) => `${label(at).padStart(margin - 1)} |${row.join('').trimEnd()}`),
    `${' '.repeat(margin)}+${'-'.repeat(width)}`,
    `${' '.repeat(margin + 1)}${from}${to.padStart(width - from.length)}`,
  ];
}

function markOf({ isNaive, isOnFrontier, passes }: MeasuredDialPoint): string {
  if (isNaive) return 'N';
  if (!isOnFrontier) return '.';
  return passes ? '*' : 'x';
}

/** What is drawn over the others. */
const rankOf = ({ isNaive, isOnFrontier }: MeasuredDialPoint) =>
  isNaive ? 2 : isOnFrontier ? 1 : 0;

/** A single value stands in the middle. */
function scaleOf(values: readonly number[]) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return {
    ...{ low, high },
    share: (value: number) => (high === low ? 0.5 : (value - low) / (high - low)),
  };
}
