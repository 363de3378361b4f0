import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { ConceptGate, GatePolicy, GateResult } from '../../core/api/wire/messages.ts';
import { policyInWords } from '../../core/training/words/gate-words.ts';
import { everyPage } from '../every-page.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { commandLine } from '../frame/output/words.ts';
import { shortId } from '../frame/output/short-id.ts';
import { findModel } from '../training/find-model.ts';
import { appWords } from '../training/named-app.ts';
import { newestOrNamed, promotedId } from '../training/promoted.ts';
import { gateLines } from './gate-lines.ts';

interface NamedVersion {
  readonly model: string;
  readonly version: string | undefined;
}

/** Flips of a page. */
const perPage = 500;

/** `deeptune gate`: what was compared, what was decided, and the very inputs that flipped. */
export async function showGate(
  context: CommandContext,
  command: Command,
  of: NamedVersion,
): Promise<void> {
  const session = await context.connect(command);
  const { client } = session;
  const version = await newestOrNamed(client, of);
  const gate = await readGate(client, of.model, version.id);
  const isPromoted = (await promotedId(client, of.model)) === version.id;
  const output = context.output(command);
  if (output.format === 'csv') output.rows(gate.concepts, conceptColumns);
  else output.text(gateLines(gate, { modelId: of.model, versionId: version.id, isPromoted }), gate);
  if (isPromoted || gate.verdict === 'promote') return;
  const id = shortId(version.id);
  const words = [of.model, id, '--reason', '…', ...appWords(command, session)];
  context.say(command, `${commandLine('promote', ...words)} lets it answer all the same`);
}

/** The whole result: of its flips all pages. @throws ApiError */
async function readGate(client: Client, modelId: string, versionId: string): Promise<GateResult> {
  const at = { model_id: modelId, version_id: versionId };
  let first: GateResult | undefined;
  const pages = everyPage(async (page) => {
    const { gate } = await client.call('GetModelVersionGate', { ...at, ...page });
    first ??= gate;
    return gate.negativeFlips;
  }, perPage);
  const negativeFlips = [];
  for await (const flip of pages) negativeFlips.push(flip);
  return { ...first!, negativeFlips };
}

const conceptColumns: readonly Column<ConceptGate>[] = [
  { name: 'concept', value: ({ conceptId }) => conceptId },
  { name: 'isNew', value: ({ isNew }) => isNew },
  { name: 'inputs', value: ({ count }) => count },
  { name: 'parent', value: ({ parent }) => parent },
  { name: 'candidate', value: ({ candidate }) => candidate },
  { name: 'floor', value: ({ floor }) => floor },
  { name: 'pValue', value: ({ pValue }) => pValue },
  { name: 'verdict', value: ({ verdict }) => verdict },
];

/** What a person changes of a policy; what is not named stays. */
export type PolicyChange = Partial<GatePolicy>;

/** `deeptune gate --policy`. */
export async function showPolicy(
  context: CommandContext,
  command: Command,
  model: string,
): Promise<void> {
  const { client } = await context.connect(command);
  await findModel(client, model);
  const { gate_policy: policy } = await client.call('GetGatePolicy', { model_id: model });
  tellPolicy(context, command, { model, policy });
}

/** `deeptune gate set`. @throws CommandFailure (2) where nothing is named */
export async function setPolicy(
  context: CommandContext,
  command: Command,
  { model, change }: { readonly model: string; readonly change: PolicyChange },
): Promise<void> {
  if (Object.keys(change).length === 0)
    throw usageFailure(
      'It is not said what changes: --allowed-loss, --max-negative-flips, --max-flips-of-errors, --new-concept-floor, --approval or --no-approval',
      commandLine('gate', 'set', model, '--allowed-loss', '1'),
    );
  const { client } = await context.connect(command);
  await findModel(client, model);
  const at = { model_id: model };
  const { gate_policy: before } = await client.call('GetGatePolicy', at);
  const body = { gate_policy: { ...before, ...change } };
  const { gate_policy: policy } = await client.call('PutGatePolicy', at, body);
  tellPolicy(context, command, { model, policy });
}

function tellPolicy(
  context: CommandContext,
  command: Command,
  { model, policy }: { readonly model: string; readonly policy: GatePolicy },
): void {
  const lines = [`gate of model '${model}':`, ...policyInWords(policy).map((line) => `- ${line}`)];
  const output = context.output(command);
  if (output.format === 'csv') output.record(policy, policyColumns);
  else output.text(lines, policy);
}

const policyColumns: readonly Column<GatePolicy>[] = [
  { name: 'allowedLossPoints', value: ({ allowedLossPoints }) => allowedLossPoints },
  { name: 'maxNegativeFlipPercent', value: (policy) => policy.maxNegativeFlipPercent },
  { name: 'maxFlipsOfErrorsPercent', value: (policy) => policy.maxFlipsOfErrorsPercent },
  { name: 'newConceptFloor', value: ({ newConceptFloor }) => newConceptFloor },
  { name: 'requiresApproval', value: ({ requiresApproval }) => requiresApproval },
];
