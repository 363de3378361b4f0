import type { EstimatorReport } from '../../../core/api/wire/messages.ts';
import { useCall } from '../../api/use-call.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { Choice } from '../../parts/form/choice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { useQueryState } from '../../parts/use-query-state.ts';
import { Jobs } from './jobs.tsx';
import { Baselines, Grades, Phases } from './tables.tsx';

/** How good the forecasts of time and price were, by the user's own jobs. */
export function Estimator() {
  const [kind, setKind] = useQueryState('kind');
  const [app, setApp] = useQueryState('app');
  const asked = { ...(kind === '' ? {} : { kind }), ...(app === '' ? {} : { app_id: app }) };
  const { data, error, refetch } = useCall('GetEstimatorReport', asked);
  const apps = (useCall('ListApps', { per_page: 1_000 }).data?.apps ?? []).map(({ id }) => id);
  return (
    <>
      <PageHeader title="Estimator">
        Every forecast is kept, and graded when its job ends: the last 100 jobs.
      </PageHeader>
      <div class="stack">
        <div class="row">
          <Choice name="Kind" all="All kinds" options={kinds} value={kind} onChange={setKind} />
          <Choice name="App" all="All apps" options={apps} value={app} onChange={setApp} />
        </div>
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="the estimator's report" lines={8} />}
        {data && <Report report={data.report} />}
      </div>
    </>
  );
}

const kinds = ['train', 'evaluate', 'predict'];

function Report({ report }: { report: EstimatorReport }) {
  const [headline, ...others] = report.summary;
  if (report.jobs.length === 0)
    return (
      <Empty title="No forecast has been graded yet">
        {report.summary.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Empty>
    );
  return (
    <>
      <Panel title={headline!}>
        {others.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Panel>
      <Jobs jobs={report.jobs} />
      <Grades report={report} />
      <Baselines report={report} />
      {report.phases.length > 0 && <Phases report={report} />}
    </>
  );
}
