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
  const sides = validationFile ? (['train', 'test'] as const) : ([undefined] as const);
  const inputs = [training, validation].flatMap((lines, place) =>
    lines.flatMap((examples, index) =>
      inputsOf(examples, { datasetId, name: `${datasetId}-${place}-${index}`, side: sides[place] }),
    ),
  );
  await createDataset(scope, datasetId, deps);
  await addAll(scope, inputs, deps);
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
 * With a validation file, it alone is held out; without one, the answers of a line stay together,
 * since each knows what the others say: on the side of the first.
 */
function inputsOf(
  examples: readonly Example[],
  {
    datasetId,
    name,
    side = sideOfLine(examples, name),
  }: {
    readonly datasetId: string;
    readonly name: string;
    readonly side: 'train' | 'test' | undefined;
  },
): NewInput[] {
  return examples.map(({ prompt, completion }, turn) => ({
    id: turn === 0 ? name : `${name}_${turn}`,
    content: { kind: 'text' as const, text: prompt },
    concepts: [],
    metadata: { completion, split: side },
    datasetIds: [datasetId],
  }));
}

/**
 * On which side of the split the answers of a line are: that of the first, by its content.
 * @param name stands for the content of a line without examples
 */
export function sideOfLine([first]: readonly Example[], name: string): 'train' | 'test' {
  const content = first && contentOf({ object: null, text: first.prompt });
  return splitOf(content ?? name);
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
