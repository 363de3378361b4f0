import type { Client } from '../../client/client.ts';
import type { DatasetVersion } from '../../core/api/wire/messages.ts';
import { commandLine, counted } from '../frame/output/words.ts';

/** What was said of a dataset version. */
export interface ToldReport {
  readonly lines: readonly string[];
  /** Of what was found. */
  readonly codes: readonly string[];
}

/** A dataset version in a line, and what its data report found, a line each. */
export async function toldReport(client: Client, version: DatasetVersion): Promise<ToldReport> {
  const at = { dataset_id: version.dataset_id, dataset_version_id: version.id };
  const { data_report: report } = await client.call('GetDatasetVersionDataReport', at);
  const { counts, findings, notLookedAt } = report;
  const head = `dataset version: ${version.id}, ${counted(counts.inputs, 'input')}, ${counts.train} to train on, ${counts.test} held out to measure with`;
  const found = findings.map(({ code, message, advice }) => `- ${code}: ${message}. ${advice}.`);
  const lines = [
    head,
    ...(found.length === 0
      ? ['data report: nothing to look at was found']
      : [`data report: ${counted(found.length, 'thing')} to look at`, ...found]),
    ...notLookedAt.map((text) => `- not looked at: ${text}.`),
    ...(found.length === 0
      ? []
      : [
          `  ${commandLine('datasets', 'report', version.dataset_id, version.id)} shows them with examples`,
        ]),
  ];
  return { lines, codes: findings.map(({ code }) => code) };
}
