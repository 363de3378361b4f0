import type { DataFinding, DataReport } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { Flash } from '../../../parts/flash.tsx';
import { problemName } from './problem-names.ts';

/** What may be wrong with the data, each with what to do and the inputs that show it. */
export function Findings({ report }: { report: DataReport }) {
  if (report.findings.length === 0)
    return <Flash tone="good">Nothing was found that would hurt a training.</Flash>;
  return (
    <section class="stack" aria-label="Problems">
      <h2>{report.findings.length === 1 ? '1 problem' : `${report.findings.length} problems`}</h2>
      <div class="columns">
        {report.findings.map((finding) => (
          <Finding key={finding.code} finding={finding} report={report} />
        ))}
      </div>
    </section>
  );
}

function Finding({ finding, report }: { finding: DataFinding; report: DataReport }) {
  const app = useAppId();
  const { dataset_id: datasetId, dataset_version_id: version } = report;
  const { code, message, advice, examples } = finding;
  return (
    <article class="panel finding">
      <h3>{problemName(code)}</h3>
      <p>{message}</p>
      <p class="faint">{advice}</p>
      {examples.length > 0 && (
        <a href={addresses.dataset(app, datasetId, 'inputs', { problem: code, version })}>
          Show them
        </a>
      )}
    </article>
  );
}
