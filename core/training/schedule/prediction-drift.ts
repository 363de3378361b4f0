/** What a model said of an input first. */
export interface TopAnswer {
  /** Null: it said nothing. */
  readonly conceptId: string | null;
  /** 0 to 1. */
  readonly value: number;
}

/** Fewer answers than this on either side say nothing. */
export const leastAnswers = 10;

const maxConcepts = 20;
const scoreBins = 5;

/**
 * How far answers have moved from those of the evaluation set: the population stability index of
 * the predicted concepts, and of the scores in five bins that hold as many of the reference each,
 * the greater of both. What so few answers show by chance alone, its mean and a standard deviation,
 * is taken off, so that 0 is no shift; below 0.1 is usually called none, from 0.25 on a large one
 * (Yurdakul 2018, Statistical properties of the population stability index).
 * @returns undefined where there are fewer than `leastAnswers` on either side
 */
export function predictionDrift(
  reference: readonly TopAnswer[],
  sample: readonly TopAnswer[],
): number | undefined {
  if (Math.min(reference.length, sample.length) < leastAnswers) return undefined;
  const conceptOf = conceptGroups(reference);
  const edges = edgesOf(reference.map(({ value }) => value));
  const binOf = ({ value }: TopAnswer) => String(edges.filter((edge) => value > edge).length);
  const shift = Math.max(
    stabilityIndex(reference.map(conceptOf), sample.map(conceptOf)),
    stabilityIndex(reference.map(binOf), sample.map(binOf)),
  );
  return Math.round(shift * 1000) / 1000;
}

/** The commonest concepts of the reference, each by itself; all others are one. */
function conceptGroups(reference: readonly TopAnswer[]): (answer: TopAnswer) => string {
  const counts = countsOf(reference.map(({ conceptId }) => conceptId ?? ''));
  const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, maxConcepts);
  const kept = new Set(common.map(([id]) => id));
  return ({ conceptId }) => (kept.has(conceptId ?? '') ? `=${conceptId ?? ''}` : 'others');
}

/** What parts the values into bins of about as many each. */
function edgesOf(values: readonly number[]): number[] {
  const ascending = [...values].sort((a, b) => a - b);
  const edges = Array.from({ length: scoreBins - 1 }, (_, n) => {
    return ascending[Math.floor(((n + 1) * ascending.length) / scoreBins)]!;
  });
  return [...new Set(edges)];
}

function stabilityIndex(reference: readonly string[], sample: readonly string[]): number {
  const [before, now] = [countsOf(reference), countsOf(sample)];
  const groups = new Set([...before.keys(), ...now.keys()]);
  const share = (counts: Map<string, number>, total: number, group: string) =>
    ((counts.get(group) ?? 0) + 0.5) / (total + 0.5 * groups.size);
  let index = 0;
  for (const group of groups) {
    const p = share(before, reference.length, group);
    const q = share(now, sample.length, group);
    index += (q - p) * Math.log(q / p);
  }
  const free = groups.size - 1;
  const byChance = (free + Math.sqrt(2 * free)) * (1 / reference.length + 1 / sample.length);
  return Math.max(0, index - byChance);
}

function countsOf(groups: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}
