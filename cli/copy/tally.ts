/** What is copied, each counted on its own. */
export const subjects = [
  'concepts',
  'datasets',
  'inputs',
  'annotations',
  'dataset inputs',
  'dataset versions',
  'models',
] as const;
export type Subject = (typeof subjects)[number];

/** What could not be copied, and why. */
export interface CopyProblem {
  readonly subject: Subject;
  readonly id: string;
  readonly reason: string;
}

/** Of one subject: read = copied + there + all that was left out + failed. */
export interface Count {
  read: number;
  copied: number;
  there: number;
  failed: number;
  leftOut: Record<string, number>;
}

export type Counts = Record<Subject, Count>;

const nothing = (): Count => ({ read: 0, copied: 0, there: 0, failed: 0, leftOut: {} });

/** Counts that add up, and where each failure is told of. */
export class Tally {
  readonly counts: Counts;
  readonly #onProblem: (problem: CopyProblem) => void;

  /** @param counts of an earlier, unfinished copy */
  constructor(onProblem: (problem: CopyProblem) => void, counts: Partial<Counts> = {}) {
    const none = Object.fromEntries(subjects.map((subject) => [subject, nothing()])) as Counts;
    this.counts = { ...none, ...structuredClone(counts) };
    this.#onProblem = onProblem;
  }

  copied(subject: Subject, count = 1): void {
    this.counts[subject].read += count;
    this.counts[subject].copied += count;
  }

  there(subject: Subject, count = 1): void {
    this.counts[subject].read += count;
    this.counts[subject].there += count;
  }

  /** @param reason in words that are counted together: `video`, `made by a model` */
  leftOut(subject: Subject, reason: string, count = 1): void {
    const { leftOut } = this.counts[subject];
    this.counts[subject].read += count;
    leftOut[reason] = (leftOut[reason] ?? 0) + count;
  }

  failed(subject: Subject, id: string, reason: string): void {
    this.counts[subject].read += 1;
    this.counts[subject].failed += 1;
    this.#onProblem({ subject, id, reason });
  }

  /** What stands in the file of problems, in one number. */
  get failures(): number {
    return subjects.reduce((sum, subject) => sum + this.counts[subject].failed, 0);
  }
}

/** One line a subject, for a person. */
export function inWords(counts: Counts): string[] {
  return subjects.flatMap((subject) => {
    const { read, copied, there, failed, leftOut } = counts[subject];
    if (read === 0) return [];
    const left = Object.entries(leftOut).map(([reason, count]) => `${count} left out (${reason})`);
    const parts = [`${copied} copied`, `${there} there already`, ...left, `${failed} failed`];
    return [`${subject}: ${read} read: ${parts.join(', ')}`];
  });
}
