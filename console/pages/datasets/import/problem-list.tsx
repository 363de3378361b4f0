import type { Problem } from '../../../../cli/import/entry.ts';
import { count, grouped } from '../../../parts/figures/in-words.ts';

/** Problems that are shown; the file has all. */
const maxShown = 100;

/** What is left out and what failed, each with its reason, and all of it as a file. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  const failures = problems.filter(({ kind }) => kind === 'failed');
  const sorted = [...failures, ...problems.filter(({ kind }) => kind !== 'failed')];
  return (
    <details open={failures.length > 0}>
      <summary>
        {count(failures.length, 'problem')}, {grouped(problems.length - failures.length)} left out
      </summary>
      <p>
        <button type="button" onClick={() => download(problems)}>
          Download the list
        </button>
      </p>
      <ul class="problems">
        {sorted.slice(0, maxShown).map(({ where, word, reason }, at) => (
          <li key={at}>
            <code>{where}</code> {word !== undefined && <span class="tag">{word}</span>} {reason}
          </li>
        ))}
      </ul>
      {problems.length > maxShown && (
        <p class="hint">
          The first {maxShown} of {grouped(problems.length)}; the list has all.
        </p>
      )}
    </details>
  );
}

/** One JSON object a line, as the command line writes them. */
function download(problems: readonly Problem[]): void {
  const lines = problems.map((problem) => `${JSON.stringify(problem)}\n`);
  const url = URL.createObjectURL(new Blob(lines, { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'import-errors.jsonl';
  link.click();
  URL.revokeObjectURL(url);
}
