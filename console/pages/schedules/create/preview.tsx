import { useMemo } from 'preact/hooks';
import { useCall } from '../../../api/use-call.ts';
import { Flash } from '../../../parts/flash.tsx';
import { Problem, Spinner } from '../../../parts/states.tsx';
import { useDebounced } from '../../../parts/use-debounced.ts';
import { expressionInWords } from './expression-words.ts';

const typingPause = 250;

/** What the expression means, and the next three times that it fires: the service knows them. */
export function Preview({ expression, timezone }: { expression: string; timezone: string }) {
  const asked = {
    expression: useDebounced(expression, typingPause),
    timezone: useDebounced(timezone, typingPause),
  };
  const { data, error } = useCall('ListScheduleRuns', asked);
  const inZone = useMemo(() => formatterOf(asked.timezone), [asked.timezone]);
  return (
    <div aria-live="polite">
      {error && <Problem error={error} title="Its next runs are not known" />}
      {data?.problem && <Flash tone="error">{data.problem}</Flash>}
      {!data && !error && <Spinner />}
      {data && !data.problem && (
        <>
          <p>
            It fires <b>{expressionInWords(asked.expression)}</b>, in the time of {asked.timezone}.
            Next:
          </p>
          <ol>
            {data.runs.map((at) => (
              <li key={at}>
                <time dateTime={at}>{inZone.format(new Date(at))}</time>
              </li>
            ))}
          </ol>
          {data.runs.length === 0 && <p>Never: there is no such time any more.</p>}
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
