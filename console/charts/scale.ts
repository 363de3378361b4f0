/** Where values lie on a picture, in its units. */
export type Scale = (value: number) => number;

/** @param domain least and greatest value; where both are one, it lies in the middle */
export function linearScale(
  [low, high]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  if (high === low) return () => (start + end) / 2;
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

/**
 * About so many round values that cover the domain: 0, 0.2, 0.4 …
 * @returns ascending; the first is not above `low`, the last not below `high`
 */
export function roundTicks([low, high]: readonly [number, number], about = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / about));
  const step = [1, 2, 5, 10].map((by) => by * power).find((each) => span / each <= about)!;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * step).toFixed(decimals)),
  );
}
