import { colourOf } from './concept-colours.ts';

/** Of 0 to 255: from here on a pixel of a heat map counts as anomalous. */
export const anomalousFrom = 128;

/** From cold to hot, evenly spaced: matplotlib's "inferno" without its black end. */
const ramp = ['#420a68', '#932667', '#dd513a', '#fca50a', '#fcffa4'].map(
  (hex) => colourOf(hex).rgb,
);

/** Red, green and blue of a heat. @param share 0 (normal) to 1 (anomalous) */
export function heatColour(share: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, share)) * (ramp.length - 1);
  const from = ramp[Math.floor(at)] ?? [0, 0, 0];
  const to = ramp[Math.ceil(at)] ?? from;
  const between = (index: 0 | 1 | 2) =>
    Math.round(from[index] + (to[index] - from[index]) * (at - Math.floor(at)));
  return [between(0), between(1), between(2)];
}
