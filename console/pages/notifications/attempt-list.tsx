import type { DeliveryAttempt } from '../../../core/api/wire/messages.ts';
import { Time } from '../../parts/figures/figures.tsx';

/** Every try to deliver: when, how long it took, and what came of it. */
export function AttemptList({ attempts }: { attempts: readonly DeliveryAttempt[] }) {
  return (
    <ol>
      {attempts.map(({ at, status_code: code, problem, answer, milliseconds }) => (
        <li key={at}>
          <Time at={at} />: {code === undefined ? problem : `answered ${code}`}
          {milliseconds !== undefined && ` in ${milliseconds} ms`}
          {answer && <pre tabIndex={0}>{answer}</pre>}
        </li>
      ))}
    </ol>
  );
}
