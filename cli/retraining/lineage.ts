import type { Command } from 'commander';
import type { VersionLineage, VersionNode } from '../../core/api/wire/messages.ts';
import { deltaInWords, verdictInWords } from '../../core/training/words/gate-words.ts';
import type { CommandContext } from '../frame/context.ts';
import type { Column } from '../frame/output/output.ts';
import { commandLine, counted } from '../frame/output/words.ts';
import { minuteOf, shownNumber } from '../models/version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';
import { appWords } from '../training/named-app.ts';
import { newestOrNamed } from '../training/promoted.ts';

/** `deeptune lineage`: where a version comes from, and what was trained again from it. */
export async function showLineage(
  context: CommandContext,
  command: Command,
  of: { readonly model: string; readonly version: string | undefined },
): Promise<void> {
  const session = await context.connect(command);
  const version = await newestOrNamed(session.client, of);
  const at = { model_id: of.model, version_id: version.id };
  const { lineage } = await session.client.call('GetModelVersionLineage', at);
  const output = context.output(command);
  if (output.format === 'csv') output.rows(nodesOf(lineage), columns);
  else output.text(lineageLines(lineage, of.model), lineage);
  const { gate } = lineage.path.at(-1) ?? {};
  const words = [of.model, shortId(version.id), ...appWords(command, session)];
  if (gate) context.say(command, `${commandLine('gate', ...words)} shows what the gate compared`);
}

/** Root first, then the path to the version, then its children. */
export function lineageLines({ path, children, line }: VersionLineage, model: string): string[] {
  return [
    `model '${model}': its line knows ${counted(line.inputs, 'input')}, ${line.evaluationInputs} of them to measure it`,
    ...path.flatMap((node, at) => nodeLines(node, at === path.length - 1 ? '◉' : '○', '│   ')),
    ...children.flatMap((node, at) => {
      const isLast = at === children.length - 1;
      return nodeLines(node, isLast ? '└── ○' : '├── ○', isLast ? '        ' : '│       ');
    }),
    ...(children.length === 0 ? ['└── nothing was trained again from it'] : []),
  ];
}

function nodeLines(node: VersionNode, mark: string, indent: string): string[] {
  const { metric } = node;
  const facts = [
    nameOf(node),
    stateOf(node),
    ...(metric ? [`${metric.name} ${shownNumber(metric.value)}`] : []),
    minuteOf(node.createdAt),
  ];
  const settings = Object.entries(node.settingsChanged).map(
    ([name, values]) => `${name} ${changeOf(values)}`,
  );
  return [
    `${mark} ${facts.join('  ')}`,
    ...[
      ...(node.delta ? [deltaInWords(node.delta)] : []),
      ...(node.dial ? [`dial: weight ${node.dial.weight}, shift ${node.dial.shift}`] : []),
      ...(node.scheduleId === undefined ? [] : [`by schedule ${node.scheduleId}`]),
      ...(settings.length === 0 ? [] : [`other settings: ${settings.join(', ')}`]),
      ...reasonsOf(node),
    ].map((text) => `${indent}${text}`),
  ];
}

/** `version 3 (8f3a12cd)` */
function nameOf({ sequence, versionId }: VersionNode): string {
  return sequence === undefined
    ? shortId(versionId)
    : `version ${sequence} (${shortId(versionId)})`;
}

/** What stands beside its name: whether it answers, else what the gate said, else its state. */
function stateOf({ isPromoted, isDeleted, gate, status }: VersionNode): string {
  if (isDeleted) return 'deleted';
  if (isPromoted) return '★ promoted: answers predictions';
  if (gate && gate.verdict !== 'promote') return verdictInWords(gate.verdict);
  return status;
}

function reasonsOf({ gate, isPromoted }: VersionNode): string[] {
  if (!gate || isPromoted || gate.verdict === 'promote') return [];
  return gate.reasons.slice(0, 3).map(({ message }) => message);
}

/** `[2, 5]` is `2 → 5`. */
function changeOf(values: unknown): string {
  if (!Array.isArray(values)) return JSON.stringify(values);
  return values.map((value) => JSON.stringify(value)).join(' → ');
}

function nodesOf({ path, children }: VersionLineage): readonly VersionNode[] {
  return [...path, ...children];
}

const columns: readonly Column<VersionNode>[] = [
  { name: 'version', value: ({ versionId }) => versionId },
  { name: 'model', value: ({ modelId }) => modelId },
  { name: 'sequence', value: ({ sequence }) => sequence },
  { name: 'status', value: ({ status }) => status },
  { name: 'isPromoted', value: ({ isPromoted }) => isPromoted },
  { name: 'gate', value: ({ gate }) => gate?.verdict },
  { name: 'metric', value: ({ metric }) => metric?.name },
  { name: 'value', value: ({ metric }) => metric?.value },
  { name: 'inputs', value: ({ inputs }) => inputs },
  { name: 'added', value: ({ delta }) => delta?.added },
  { name: 'removed', value: ({ delta }) => delta?.removed },
  { name: 'relabelled', value: ({ delta }) => delta?.relabelled },
  { name: 'replayed', value: ({ delta }) => delta?.replayed },
  { name: 'evaluationInputs', value: ({ delta }) => delta?.evaluationInputs },
  { name: 'created_at', value: ({ createdAt }) => createdAt },
];
