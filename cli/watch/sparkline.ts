const bars = '▁▂▃▄▅▆▇█';

/** From so many times the lowest on, the highest would leave nothing else to be seen. */
const steep = 20;

/**
 * Values as a line of bars, the lowest and the highest at its edges (by their logarithms where the
 * highest is more than twenty times the lowest); of more values than columns each bar is the mean
 * of its share. Values that are no numbers (a loss that diverged) are gaps.
 */
export function sparkline(values: readonly number[], columns: number): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0 || columns < 1) return '';
  const shares = shared(values, Math.min(columns, values.length));
  const known = shares.filter((value) => value !== undefined);
  const scale = scaleOf(known);
  const [low, high] = [Math.min(...known.map(scale)), Math.max(...known.map(scale))];
  return shares
    .map((value) => {
      if (value === undefined) return ' ';
      const height = high === low ? 0.5 : (scale(value) - low) / (high - low);
      return bars[Math.round(height * (bars.length - 1))] ?? ' ';
    })
    .join('');
}

function scaleOf(known: readonly number[]): (value: number) => number {
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return low > 0 && high > low * steep ? Math.log : (value) => value;
}

function shared(values: readonly number[], columns: number): (number | undefined)[] {
  return Array.from({ length: columns }, (_, column) => {
    const start = Math.floor((column * values.length) / columns);
    const end = Math.max(start + 1, Math.floor(((column + 1) * values.length) / columns));
    const some = values.slice(start, end).filter(Number.isFinite);
    return some.length === 0 ? undefined : some.reduce((sum, each) => sum + each, 0) / some.length;
  });
}

/** A bar of so many columns. @param share 0 to 1 */
export function bar(share: number, columns: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns);
  return '█'.repeat(full) + '░'.repeat(columns - full);
}
