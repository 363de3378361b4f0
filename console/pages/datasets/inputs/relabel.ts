import type { Client } from '../../../../client/client.ts';
import type { Concept, Input } from '../../../../core/api/wire/messages.ts';

export type RelabelMode = 'add' | 'remove' | 'replace';

/** A concept as it is sent. */
export interface NamedConcept {
  readonly id: string;
  readonly name?: string;
  readonly value?: number;
}

/** Labels of whole inputs that are to change. */
export interface Relabelling {
  readonly mode: RelabelMode;
  readonly concepts: readonly NamedConcept[];
}

/** One request: the same action for each of its inputs. */
export interface LabelPatch {
  readonly action: 'merge' | 'remove' | 'overwrite';
  readonly inputs: readonly { readonly id: string; readonly concepts: readonly NamedConcept[] }[];
}

/** As many as the service takes in one request. */
const maxInputs = 128;

const actions = { add: 'merge', remove: 'remove', replace: 'overwrite' } as const;

/** The requests that relabel inputs. Labels of regions stay as they are. */
export function patchesOf(inputs: readonly Input[], { mode, concepts }: Relabelling): LabelPatch[] {
  return inRequests(
    actions[mode],
    inputs.map(({ id }) => ({ id, concepts })),
  );
}

/**
 * The requests that give inputs the labels back that they had.
 * @param before as they were read
 * @param after as the change has answered them
 */
export function undoOf(before: readonly Input[], after: readonly Input[]): LabelPatch[] {
  const now = new Map(after.map((input) => [input.id, input.data.concepts ?? []]));
  const filled = before.filter(({ data }) => (data.concepts ?? []).length > 0);
  // To overwrite with nothing is not meant by the service: what came is taken away.
  const empty = before.filter(({ id, data }) => {
    return (data.concepts ?? []).length === 0 && (now.get(id) ?? []).length > 0;
  });
  return [
    ...inRequests(
      'overwrite',
      filled.map(({ id, data }) => ({ id, concepts: (data.concepts ?? []).map(asSent) })),
    ),
    ...inRequests(
      'remove',
      empty.map(({ id }) => ({ id, concepts: (now.get(id) ?? []).map(asSent) })),
    ),
  ];
}

function asSent({ id, name, value }: Concept): NamedConcept {
  return { id, name, ...(value === undefined ? {} : { value }) };
}

function inRequests(action: LabelPatch['action'], inputs: LabelPatch['inputs']): LabelPatch[] {
  const requests = Array.from({ length: Math.ceil(inputs.length / maxInputs) }, (_, at) =>
    inputs.slice(at * maxInputs, (at + 1) * maxInputs),
  );
  return requests.map((some) => ({ action, inputs: some }));
}

/**
 * Sends requests one after another.
 * @param onDone told how many inputs are changed
 * @returns the inputs as they are now
 * @throws ApiError, TypeError as `Client.call`: those before it are done
 */
export async function sendPatches(
  client: Client,
  patches: readonly LabelPatch[],
  onDone: (inputs: number) => void = () => undefined,
): Promise<Input[]> {
  const changed: Input[] = [];
  for (const { action, inputs } of patches) {
    const body = { action, inputs: inputs.map(({ id, concepts }) => ({ id, data: { concepts } })) };
    changed.push(...(await client.call('PatchInputs', {}, body)).inputs);
    onDone(changed.length);
  }
  return changed;
}
