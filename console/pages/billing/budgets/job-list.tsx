import { useCall } from '../../../api/use-call.ts';
import { useRef } from 'preact/hooks';
import type { ActiveJob } from '../../../../core/api/wire/messages.ts';
import { jobAddress, jobName } from '../../../parts/job/job-words.ts';

interface JobListProps {
  readonly title: string;
  /** Ids of jobs; empty: nothing is shown. */
  readonly ids: readonly string[];
  readonly hint?: string;
}

/** Jobs by their names, with links where they are known. */
export function JobList({ title, ids, hint }: JobListProps) {
  const jobs = useKnownJobs();
  if (ids.length === 0) return null;
  return (
    <div>
      <p>
        <b>{title}</b>
      </p>
      <ul>
        {ids.map((id) => {
          const job = jobs.get(id);
          return (
            <li key={id}>
              {job ? <a href={jobAddress(job)}>{jobName(job)}</a> : <code>{id}</code>}
            </li>
          );
        })}
      </ul>
      {hint && <p class="hint">{hint}</p>}
    </div>
  );
}

/** Open jobs, also those that have ended since the page was opened: they are named after it too. */
function useKnownJobs(): ReadonlyMap<string, ActiveJob> {
  const { data } = useCall('ListActivity', {});
  const known = useRef(new Map<string, ActiveJob>());
  for (const job of data?.jobs ?? []) known.current.set(job.id, job);
  return known.current;
}
