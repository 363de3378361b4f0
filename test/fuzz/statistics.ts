/** Operation -> HTTP status -> how often it was answered. */
export type Statistics = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Operations of which no request succeeded. */
export function neverAnswered(statistics: Statistics): string[] {
  return Object.entries(statistics)
    .filter(([, answers]) => successesIn(answers) === 0)
    .map(([operation, answers]) => `${operation} ${JSON.stringify(answers)}`);
}

/** What a run came to, for a person. */
export function summaryOf(statistics: Statistics): string {
  const all = Object.values(statistics);
  const requests = sum(all.flatMap((answers) => Object.values(answers)));
  const successes = sum(all.map(successesIn));
  const rare = all.filter((answers) => successesIn(answers) < 5).length;
  return `${all.length} operations, ${requests} requests, ${successes} of them answered with 200; fewer than 5 such answers: ${rare} operations`;
}

function successesIn(answers: Readonly<Record<string, number>>): number {
  return sum(Object.entries(answers).flatMap(([code, count]) => (code === '200' ? [count] : [])));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
