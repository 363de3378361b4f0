import { npmCommand, runCommand } from '../cli/command-line.ts';
import { connect } from '../cli/connection.ts';
import { endOf } from '../cli/frame/end-of.ts';
import { namesOfExamples, printReport } from '../cli/data-report.ts';

interface Options {
  readonly app: string;
  readonly dataset: string;
  readonly version: string;
  readonly url: string;
  readonly user: string;
  readonly json: boolean;
}

async function run(options: Options): Promise<void> {
  const client = connect(options, process.env['DEEPTUNE_KEY']);
  const at = { dataset_id: options.dataset, dataset_version_id: options.version };
  const { data_report: report } = await client.call('GetDatasetVersionDataReport', at);
  const text = options.json
    ? JSON.stringify(report)
    : printReport(report, await namesOfExamples(client, report)).join('\n');
  process.stdout.write(`${text}\n`);
}

const command = npmCommand(
  'data-report',
  'prints what the data of a dataset version are like, and what to look at',
)
  .requiredOption('--app <id>', 'the app')
  .requiredOption('--dataset <id>', 'the dataset')
  .requiredOption('--version <id>', 'its version')
  .option('--json', 'the whole report as JSON', false)
  .option('--url <url>', 'where the service is', 'http://127.0.0.1:8420')
  .option('--user <id>', 'whose app it is', 'local')
  .action(run);

try {
  await runCommand(command);
} catch (error) {
  process.exitCode = endOf(error, command.opts<Options>().url);
}
