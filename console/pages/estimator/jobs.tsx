import type { EstimatedJob } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { Scatter } from '../../charts/scatter.tsx';
import type { ScatterPoint } from '../../charts/scatter.tsx';
import { Time } from '../../parts/figures/figures.tsx';
import { count, fineDuration, fineRange } from '../../parts/figures/in-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { versionName } from '../../parts/version/version-name.ts';
import { evidenceNames } from './evidence.ts';

/** Each job as a point: what was forecast, and what it took; and the same as a table. */
export function Jobs({ jobs }: { jobs: readonly EstimatedJob[] }) {
  return (
    <Panel
      title="Forecast and outcome"
      text="On the line a forecast was right; above it more was forecast than the job took. Bars reach from P10 to P90."
    >
      <Scatter
        title={`What was forecast of ${count(jobs.length, 'job')}, and what it took`}
        xName="took"
        yName="forecast"
        series={Object.entries(evidenceNames)}
        points={jobs.map(pointOf)}
      />
      <details>
        <summary>The {count(jobs.length, 'job')} as a table</summary>
        <DataTable
          label="Jobs with their forecasts"
          rows={jobs}
          keyOf={({ id }) => id}
          columns={columns}
          isTall
        />
      </details>
    </Panel>
  );
}

function pointOf(job: EstimatedJob): ScatterPoint {
  const { seconds, promisedSeconds, evidence } = job;
  const { p10, p50, p90 } = promisedSeconds;
  return {
    ...{ id: job.id, href: hrefOf(job), x: seconds, y: p50, interval: [p10, p90] },
    series: evidence,
    words: `${nameOf(job)}: forecast ${fineDuration(p50)} (${fineRange(p10, p90)}), took ${fineDuration(seconds)}`,
  };
}

function nameOf({ kind, app_id: app, model_id: model, model_version_id: version }: EstimatedJob) {
  return `${kind} ${app} / ${model}, ${versionName(version)}`;
}

function hrefOf({ app_id: app, model_id: model, model_version_id: version }: EstimatedJob) {
  return addresses.model(app, model, 'overview', { version });
}

const isWithin = ({ seconds, promisedSeconds: { p10, p90 } }: EstimatedJob) =>
  seconds >= p10 && seconds <= p90;

const columns: readonly Column<EstimatedJob>[] = [
  { name: 'Job', cell: (job) => <a href={hrefOf(job)}>{nameOf(job)}</a> },
  { name: 'Ended', cell: ({ ended_at }) => <Time at={ended_at} />, sortBy: (job) => job.ended_at },
  { name: 'Template', cell: ({ template_id }) => template_id, sortBy: (job) => job.template_id },
  { name: 'Evidence', cell: ({ evidence }) => evidenceNames[evidence] ?? evidence },
  {
    name: 'Forecast',
    cell: ({ promisedSeconds: { p50 } }) => fineDuration(p50),
    sortBy: ({ promisedSeconds: { p50 } }) => p50,
    isNumber: true,
  },
  {
    name: 'P10 to P90',
    cell: ({ promisedSeconds: { p10, p90 } }) => fineRange(p10, p90),
    isNumber: true,
  },
  {
    name: 'Took',
    cell: ({ seconds }) => fineDuration(seconds),
    sortBy: ({ seconds }) => seconds,
    isNumber: true,
  },
  { name: 'In its range', cell: (job) => (isWithin(job) ? 'yes' : 'no') },
];
