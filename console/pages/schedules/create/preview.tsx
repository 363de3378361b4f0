import { useMemo } from 'preact/hooks';
import { Flash } from '../../../parts/flash.tsx';
import { expressionInWords } from './expression-words.ts';
import { nextRuns } from './next-runs.ts';

/** What the expression means, and the next three times that it fires. */
export function Preview({ expression, timezone }: { expression: string; timezone: string }) {
  const now = Date.now();
  const activeSince = new Date(now).toISOString();
  const { runs, problem } = nextRuns({ expression, timezone, activeSince }, now, 3);
  const inZone = useMemo(() => formatterOf(timezone), [timezone]);
  return (
    <div aria-live="polite">
      {problem ? (
        <Flash tone="error">{problem}</Flash>
      ) : (
        <>
          <p>
            It fires <b>{expressionInWords(expression)}</b>, in the time of {timezone}. Next:
          </p>
          <ol>
            {runs.map((at) => (
              <li key={at}>
                <time dateTime={at}>{inZone.format(new Date(at))}</time>
              </li>
            ))}
          </ol>
          {runs.length === 0 && <p>Never: there is no such time any more.</p>}
        </>
      )}
    </div>
  );
}

function formatterOf(timezone: string): Intl.DateTimeFormat {
  const style = { dateStyle: 'full', timeStyle: 'short' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...style, timeZone: timezone });
  } catch {
    return new Intl.DateTimeFormat('en-GB', style);
  }
}
