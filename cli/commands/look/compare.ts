import { Command } from 'commander';
import type { Client } from '../../../client/client.ts';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { notFoundFailure } from '../../frame/failure.ts';
import { safeText } from '../../frame/output/safe-text.ts';
import { commandLine } from '../../frame/output/words.ts';
import { compareVersions, conceptChangeColumns } from '../../models/compare-versions.ts';
import { comparisonLines } from '../../models/comparison-words.ts';
import {
  findVersion,
  newestTrained,
  versionsOf,
  versionStatus,
} from '../../training/find-model.ts';
import { readFlips } from '../../models/read-flips.ts';
import { parentOf } from '../../models/version-facts.ts';

type Parsed = [
  model: string,
  from: string | undefined,
  to: string | undefined,
  options: object,
  own: Command,
];

/** `deeptune compare`: what one version does better or worse than another. */
export function compareCommand(context: CommandContext): Command {
  const command = new Command('compare')
    .summary('two versions: metrics with intervals, and what changed for each concept')
    .description(
      'Compares two trained versions of a model by what was measured on held-out inputs: metrics with their 95 % intervals, the change for each concept, and inputs that were right before and are wrong now, where both were asked about the same inputs. Without versions: the newest trained one with its parent, or with the one trained before it.',
    )
    .argument('<model>', 'the model')
    .argument('[from]', 'the earlier version, by its id or how it ends')
    .argument('[to]', 'the later version (the newest trained one)')
    .action(async (...[modelId, from, to, , own]: Parsed) => {
      const { client } = await context.connect(own);
      const later = to
        ? await findVersion(client, modelId, to)
        : await newestTrained(client, modelId);
      const earlier = from
        ? await findVersion(client, modelId, from)
        : await versionBefore(client, modelId, later);
      const two = { modelId, from: earlier.id, to: later.id };
      const comparison = compareVersions(earlier, later, await readFlips(client, two));
      const output = context.output(own);
      if (output.format === 'csv') output.rows(comparison.concepts, conceptChangeColumns);
      else output.text(comparisonLines(comparison).map(safeText), comparison);
    });
  return withExamples(
    command,
    { line: 'compare pictures', words: 'the newest version with its parent' },
    { line: 'compare pictures --format csv', words: 'the change for each concept' },
  );
}

/** Its parent, else the newest trained version that is older. */
async function versionBefore(
  client: Client,
  modelId: string,
  later: ModelVersion,
): Promise<ModelVersion> {
  const parent = parentOf(later);
  const sameModel = later.train_info?.resume_from_model?.id === modelId;
  if (parent !== undefined && sameModel) return findVersion(client, modelId, parent);
  let isPast = false;
  for await (const version of versionsOf(client, modelId)) {
    if (isPast && version.status.code === versionStatus.trained) return version;
    isPast ||= version.id === later.id;
  }
  throw notFoundFailure(
    `Model '${modelId}' has one trained version: there is nothing to compare it with`,
    commandLine('versions', modelId),
  );
}
