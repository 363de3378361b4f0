import { Command } from 'commander';
import { operatorClients } from '../operator/clients.ts';
import { readDeploymentFile } from '../operator/deployment-file.ts';
import { operatorRegion } from '../operator/region.ts';
import { deployedOutput } from '../operator/stack.ts';
import { stageModel } from '../operator/staging/stage-model.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function run(hubId: string, options: { from: string; unlisted?: boolean }): Promise<void> {
  const configuration = readDeploymentFile();
  const region = await operatorRegion(configuration);
  const { s3, cloudFormation } = operatorClients({ region });
  const { name } = configuration;
  const bucket = await deployedOutput(cloudFormation, { name, output: 'artifactsBucket' });
  const staging = { hubId, folder: options.from, isUnlisted: options.unlisted === true };
  const uploaded = await stageModel(staging, { client: s3, bucket, say });
  process.stdout.write(`${hubId} is staged in ${bucket}; ${uploaded.length} files uploaded\n`);
}

const command = new Command('stage-model')
  .description('puts a base model into the account, for training jobs to start from')
  .argument('<hub-id>', 'as templates name it: microsoft/resnet-50')
  .requiredOption('--from <folder>', 'its files: *.safetensors, config.json, tokenizer')
  .option('--unlisted', 'also a model that only an AdvancedConfig names')
  .action(run);

try {
  await command.parseAsync();
} catch (error) {
  const { code, name, message } = error as Error & { code?: string };
  say(`${code ?? name}: ${message}`);
  process.exitCode = 1;
}
