import { addInputs, duplicateStatus } from '../../../dataset/input/add-inputs.ts';
import type { NewInput } from '../../../dataset/input/new-input.ts';
import { contentOf } from '../../../dataset/version/content.ts';
import { splitOf } from '../../../dataset/version/split.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { toData } from '../../../records/records.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Example } from './chat-lines.ts';
import { examplesIn } from './files.ts';
import { OpenAiError, invalid } from '../open-ai-error.ts';

/** OpenAI asks for as many lines. */
const minExamples = 10;

/**
 * Earlier releases learnt one answer of a line, whatever its weight: what they made of a file is
 * another dataset.
 */
const reading = '_by-weight';

export interface TrainingFiles {
  readonly trainingFile: string;
  readonly validationFile: string | null;
}

type Uses = Pick<Dependencies, 'table' | 'objects' | 'fetcher' | 'now' | 'newId' | 'sha256'>;

type Side = ReturnType<typeof splitOf>;

/**
 * The dataset of one or two files: each answer that is to be learnt an input. The same files give
 * the same dataset, so that a second job reads what is there.
 * @returns the dataset's id
 * @throws OpenAiError 404, 400 where there are too few lines
 */
export async function datasetOf(scope: Scope, files: TrainingFiles, deps: Uses): Promise<string> {
  const { trainingFile, validationFile } = files;
  const training = await linesIn(scope, { field: 'training_file', id: trainingFile }, deps);
  if (training.length < minExamples)
    throw invalid(
      'training_file',
      `Training file has ${training.length} example(s), but must have at least ${minExamples} examples`,
      'invalid_n_examples',
    );
  const validation = validationFile
    ? await linesIn(scope, { field: 'validation_file', id: validationFile }, deps)
    : [];
  const datasetId = `${[trainingFile, validationFile].filter(Boolean).join('_')}${reading}`;
  const inputs = validationFile
    ? [
        ...training.flatMap((line, at) => inputsOf(line, `${datasetId}-0-${at}`, 'train')),
        ...validation.flatMap((line, at) => inputsOf(line, `${datasetId}-1-${at}`, 'test')),
      ]
    : withSidesByLine(training, datasetId);
  await createDataset(scope, datasetId, deps);
  await addAll(
    scope,
    inputs.map((input) => ({ ...input, datasetIds: [datasetId] })),
    deps,
  );
  return datasetId;
}

/** @throws OpenAiError 404, 400 where an earlier release took lines that are refused now */
async function linesIn(
  scope: Scope,
  { field, id }: { readonly field: string; readonly id: string },
  deps: Uses,
): Promise<Example[][]> {
  try {
    return await examplesIn(scope, id, deps);
  } catch (error) {
    if (!(error instanceof OpenAiError)) throw error;
    const { httpStatus, code, message } = error;
    throw new OpenAiError({ httpStatus, code, param: field }, message);
  }
}

/**
 * Without a validation file the answers of a line stay together, since each knows what those before
 * it say: on the side of the last, which knows them all. Where chance would hold out every line, no
 * side is given, and what has to be trained on is chosen as in any dataset.
 */
function withSidesByLine(lines: readonly (readonly Example[])[], datasetId: string): NewInput[] {
  const sides = lines.map((examples, at) => sideOfLine(examples, String(at)));
  const areGiven = sides.includes('train');
  return lines.flatMap((examples, at) => {
    const isGiven = areGiven && examples.length > 1;
    return inputsOf(examples, `${datasetId}-0-${at}`, isGiven ? sides[at] : undefined);
  });
}

/**
 * On which side of the split the answers of a line are: that of the last, by its content.
 * @param name stands for the content of a line without examples
 */
export function sideOfLine(examples: readonly Example[], name: string): Side {
  const last = examples.at(-1);
  const content = last && contentOf({ object: null, text: last.prompt });
  return splitOf(content ?? name);
}

/** The inputs of one line. @param side absent: as its content decides */
function inputsOf(examples: readonly Example[], name: string, side?: Side): NewInput[] {
  return examples.map(({ prompt, completion }, turn) => ({
    id: turn === 0 ? name : `${name}_${turn}`,
    content: { kind: 'text' as const, text: prompt },
    concepts: [],
    metadata: { completion, ...(side ? { split: side } : {}) },
    datasetIds: [],
  }));
}

/** Adds those that are not there. @throws DeeptuneError input-invalid where one was not taken */
async function addAll(scope: Scope, inputs: readonly NewInput[], deps: Uses): Promise<void> {
  const added = await addInputs(scope, inputs, deps);
  for (const { id, data } of added)
    if (data.kind === 'invalid' && data.statusCode !== duplicateStatus)
      throw fail('inputInvalid', `An example was not taken (input '${id}'): ${data.reason}`);
}

async function createDataset(scope: Scope, id: string, deps: Uses): Promise<void> {
  const at = deps.now();
  const dataset = { id, description: 'of an uploaded file', createdAt: at, modifiedAt: at };
  if (await deps.table.get(keys.dataset(scope, id))) return;
  await deps.table.write([{ put: { ...keys.dataset(scope, id), data: toData(dataset) } }]);
}
