import type { DataReport as Report } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { Flash } from '../../../parts/flash.tsx';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { Loading, Problem } from '../../../parts/states.tsx';

interface DataReportProps {
  readonly datasetId: string;
  readonly versionId: string;
}

/** What was found in a dataset version: its problems first. */
export function DataReport({ datasetId, versionId }: DataReportProps) {
  const app = useAppId();
  const { data, error, refetch } = useCall('GetDatasetVersionDataReport', {
    dataset_id: datasetId,
    dataset_version_id: versionId,
  });
  if (error) return <Problem error={error} title="No data report" onRetry={() => void refetch()} />;
  if (!data) return <Loading what="data report" lines={3} />;
  const { findings, notLookedAt } = data.data_report;
  return (
    <section class="stack" aria-label="Data report">
      <h3>
        Data report:{' '}
        {findings.length === 0 ? 'no problems found' : count(findings.length, 'finding')}
      </h3>
      {findings.map(({ code, message, advice }) => (
        <Flash key={code} tone="warn">
          <b>{message}.</b> <span class="hint">{advice}.</span>
        </Flash>
      ))}
      <p>{countsInWords(data.data_report)}</p>
      {notLookedAt.length > 0 && (
        <details>
          <summary>Not looked at yet</summary>
          <ul>
            {notLookedAt.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      <a href={addresses.dataset(app, datasetId, 'report', { version: versionId })}>
        The whole report
      </a>
    </section>
  );
}

function countsInWords({ counts }: Report): string {
  const parts = [
    counts.images > 0 && count(counts.images, 'picture'),
    counts.texts > 0 && count(counts.texts, 'text'),
    counts.regions > 0 && count(counts.regions, 'region'),
    count(counts.concepts, 'concept'),
    `${grouped(counts.train)} to train on and ${grouped(counts.test)} held out`,
    counts.unlabelled > 0 && `${grouped(counts.unlabelled)} without labels`,
    counts.invalid > 0 && `${grouped(counts.invalid)} not readable`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
