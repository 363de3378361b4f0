/** The normal distribution's 97.5 % point: 95 % lie between it and its negative. */
const z = 1.959964;

/**
 * Wilson's score interval (1927) of a share, at 95 %, as the trainer's container reckons those of
 * accuracies.
 * @param hits of `total` @param total at least 1
 */
export function wilson(hits: number, total: number): readonly [low: number, high: number] {
  const share = hits / total;
  const scale = 1 + z ** 2 / total;
  const middle = (share + z ** 2 / (2 * total)) / scale;
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  // The ends are exact, which the sums are not.
  return [hits === 0 ? 0 : middle - reach, hits === total ? 1 : middle + reach];
}
