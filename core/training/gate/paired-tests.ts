/**
 * One-sided paired tests of "the candidate is worse". Both are the sign-flip (Fisher randomisation)
 * test: were parent and candidate equally good, each difference would have the other sign as
 * likely. The p-value is the share of all sign patterns whose sum is at most the one observed. Of
 * scores that are 0 or 1 it is the exact sign test on the discordant pairs, which is McNemar's
 * exact test (Dror et al. 2018, "The Hitchhiker's Guide to Testing Statistical Significance in
 * NLP"). No randomness: it is counted, not sampled.
 */

/** Differences are compared in hundredths of a score. */
const unitsPerScore = 100;

/**
 * Graded pairs that differ, up to which the sum's distribution is counted out; beyond, where its
 * normal approximation is off by less than 0.001, that is taken.
 */
const maxCounted = 1_000;

/**
 * Share of the sign patterns that are at least as bad for the candidate as what was observed.
 * @param differences candidate minus parent, each from -1 to 1
 * @returns from 0 to 1; 1 where nothing differs
 */
export function worsePValue(differences: readonly number[]): number {
  const units = differences.map((each) => Math.round(each * unitsPerScore)).filter(Boolean);
  if (units.length === 0) return 1;
  const magnitudes = units.map(Math.abs);
  const lost = units.reduce((sum, unit) => (unit < 0 ? sum - unit : sum), 0);
  const areAlike = magnitudes.every((each) => each === magnitudes[0]);
  if (areAlike) return binomialUpperTail(units.length, lost / magnitudes[0]!);
  return units.length <= maxCounted
    ? countedUpperTail(magnitudes, lost)
    : normalUpperTail(magnitudes, lost);
}

/**
 * P(X >= k) of X ~ Binomial(n, 1/2): `sum over i >= k of C(n, i) / 2^n`, added up from its smallest
 * term in logarithms, so that it neither overflows nor vanishes.
 */
export function binomialUpperTail(n: number, k: number): number {
  if (k <= 0) return 1;
  let logTerm = -n * Math.LN2;
  let sum = Math.exp(logTerm);
  for (let i = n; i > k; i -= 1) {
    logTerm += Math.log(i) - Math.log(n - i + 1);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/**
 * P(what is lost >= lost) where each magnitude is lost with probability 1/2: the distribution of
 * the sum, magnitude by magnitude (Pagano & Tritchler 1983).
 */
function countedUpperTail(magnitudes: readonly number[], lost: number): number {
  const total = magnitudes.reduce((sum, each) => sum + each, 0);
  const shares = new Float64Array(total + 1);
  shares[0] = 1;
  let reached = 0;
  for (const magnitude of magnitudes) {
    reached += magnitude;
    // Downwards, so that no magnitude is added twice.
    for (let at = reached; at >= 0; at -= 1) {
      const without = at >= magnitude ? shares[at - magnitude]! : 0;
      shares[at] = (shares[at]! + without) / 2;
    }
  }
  let tail = 0;
  for (let at = total; at >= lost; at -= 1) tail += shares[at]!;
  return Math.min(1, tail);
}

/** The same by its mean and variance; half a unit for that the sum is discrete. */
function normalUpperTail(magnitudes: readonly number[], lost: number): number {
  const mean = magnitudes.reduce((sum, each) => sum + each, 0) / 2;
  const variance = magnitudes.reduce((sum, each) => sum + each * each, 0) / 4;
  return normalTail((lost - 0.5 - mean) / Math.sqrt(variance));
}

/**
 * P(Z >= z) of the standard normal distribution; off by less than 7.5e-8 (Abramowitz & Stegun
 * 1964, formula 26.2.17).
 */
function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const coefficients = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const polynomial = coefficients.reduceRight((sum, each) => (sum + each) * t, 0);
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}

/**
 * Holm's step-down procedure: which hypotheses are rejected, so that with probability `1 - alpha`
 * no true one is (Holm 1979).
 * @returns one for each p-value, in their order
 */
export function rejectedByHolm(pValues: readonly number[], alpha: number): boolean[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const rejected = pValues.map(() => false);
  for (const [rank, { p, index }] of order.entries()) {
    if (p > alpha / (pValues.length - rank)) break;
    rejected[index] = true;
  }
  return rejected;
}

/** More than so many times what was measured is not guessed at. */
const maxTimes = 200;

/**
 * About how many more inputs like those measured it would take until the test says so.
 * @returns undefined where even 200 times as many would not tell
 */
export function inputsToTell(differences: readonly number[], alpha: number): number | undefined {
  const count = differences.length;
  const sum = differences.reduce((total, each) => total + each, 0);
  const squares = differences.reduce((total, each) => total + each * each, 0);
  if (sum >= 0) return undefined;
  const changed = differences.filter(Boolean);
  // The sum is discrete: of scores of 0 and 1 its steps are of two, half of which is counted off.
  const step = changed.reduce((total, each) => total + Math.abs(each), 0) / changed.length;
  for (let wanted = count + 1; wanted <= count * maxTimes; wanted += Math.ceil(wanted / 50)) {
    const times = wanted / count;
    if (normalTail((-sum * times - step) / Math.sqrt(squares * times)) <= alpha)
      return wanted - count;
  }
  return undefined;
}
