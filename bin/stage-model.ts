import { join } from 'node:path';
import { npmCommand, runCommand } from '../cli/command-line.ts';
import { baseModelIds } from '../core/catalog/catalog.ts';
import { S3Objects } from '../lambda/objects/s3-objects.ts';
import { ensurePython } from '../local/python/python-environment.ts';
import { readSettings } from '../local/settings.ts';
import { openStagingFolder } from '../local/objects/staging-folder.ts';
import { openDeployment } from '../operator/open-deployment.ts';
import { BucketStore } from '../operator/staging/bucket-store.ts';
import { fetchModel } from '../operator/staging/model-source.ts';
import type { StagingPlace } from '../operator/staging/stage-model.ts';
import { assertListed, stageModel, templatesFrom } from '../operator/staging/stage-model.ts';

const root = join(import.meta.dirname, '..');
const say = (line: string) => void process.stderr.write(`${line}\n`);

interface Options {
  readonly from?: string;
  readonly local?: boolean;
  readonly unlisted?: boolean;
}

async function run(baseModelId: string, options: Options): Promise<void> {
  if (options.unlisted !== true) assertListed(baseModelId);
  const place = options.local === true ? dataFolder() : await bucket();
  const { folder, dispose } = await modelFolder(baseModelId, options.from);
  try {
    const written = await stageModel({ baseModelId, folder }, place);
    const done = `${baseModelId} is staged in ${place.store.place}; ${written.length} files written`;
    process.stdout.write(`${done}\n`);
    const templates = templatesFrom(baseModelId);
    if (templates.length > 0) say(`templates that start from it: ${templates.join(', ')}`);
  } finally {
    await dispose();
  }
}

async function modelFolder(baseModelId: string, from: string | undefined) {
  if (from !== undefined) return { folder: from, dispose: async () => undefined };
  const { python } = await ensurePython(root, say);
  return fetchModel(baseModelId, { python, root, say });
}

async function bucket(): Promise<StagingPlace> {
  const { clients, outputOf } = await openDeployment();
  const place = { client: clients.s3, bucket: await outputOf('artifactsBucket') };
  return { objects: new S3Objects(place), store: new BucketStore(place), say };
}

function dataFolder(): StagingPlace {
  return { ...openStagingFolder(readSettings(process.env).folder), say };
}

const command = npmCommand(
  'stage-model',
  'puts a base model where training jobs start from it: into the account, or with --local into the data folder of the laptop host',
)
  .argument('<base model>', 'as templates name it: packaged/minilm, microsoft/resnet-50')
  .option('--from <folder>', 'its files: *.safetensors, config.json, tokenizer; else it is fetched')
  .option('--local', 'for the laptop host, in DEEPTUNE_FOLDER (.deeptune)')
  .option('--unlisted', 'also a model that only an AdvancedConfig names')
  .addHelpText('after', () => `\nBase models of the templates:\n  ${baseModelIds().join('\n  ')}`)
  .action(run);

try {
  await runCommand(command);
} catch (error) {
  const { code, name, message } = error as Error & { code?: string };
  say(`${code ?? name}: ${message}`);
  process.exitCode = 1;
}
