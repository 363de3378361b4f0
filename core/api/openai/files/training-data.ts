import { addInputs } from '../../../dataset/input/add-inputs.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { toData } from '../../../records/records.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Example } from './chat-lines.ts';
import { examplesIn } from './files.ts';
import { invalid } from '../open-ai-error.ts';

/** OpenAI asks for as many. */
const minExamples = 10;

export interface TrainingFiles {
  readonly trainingFile: string;
  readonly validationFile: string | null;
}

type Uses = Pick<Dependencies, 'table' | 'objects' | 'fetcher' | 'now' | 'newId' | 'sha256'>;

/**
 * The dataset of one or two files: each line an input. The same files give the same dataset, so
 * that a second job reads what is there.
 * @returns the dataset's id
 * @throws OpenAiError 404, 400 where there are too few examples
 */
export async function datasetOf(scope: Scope, files: TrainingFiles, deps: Uses): Promise<string> {
  const { trainingFile, validationFile } = files;
  const training = await examplesIn(scope, trainingFile, deps);
  if (training.length < minExamples)
    throw invalid(
      'training_file',
      `Training file has ${training.length} example(s), but must have at least ${minExamples} examples`,
      'invalid_n_examples',
    );
  const validation = validationFile ? await examplesIn(scope, validationFile, deps) : [];
  // Not the dataset of earlier releases, whose inputs do not say on which side they are.
  const datasetId = validationFile ? `${trainingFile}_${validationFile}_split` : trainingFile;
  const sides = validationFile ? (['train', 'test'] as const) : ([undefined] as const);
  const inputs = [training, validation].flatMap((examples, place) =>
    examples.map((example, index) =>
      inputOf(example, { datasetId, name: `${datasetId}-${place}-${index}`, side: sides[place] }),
    ),
  );
  await createDataset(scope, datasetId, deps);
  await addInputs(scope, inputs, deps);
  return datasetId;
}

/** With a validation file, it alone is held out. */
function inputOf(
  { prompt, completion }: Example,
  of: { datasetId: string; name: string; side: 'train' | 'test' | undefined },
) {
  return {
    id: of.name,
    content: { kind: 'text' as const, text: prompt },
    concepts: [],
    metadata: { completion, ...(of.side ? { split: of.side } : {}) },
    datasetIds: [of.datasetId],
  };
}

async function createDataset(scope: Scope, id: string, deps: Uses): Promise<void> {
  const at = deps.now();
  const dataset = { id, description: 'of an uploaded file', createdAt: at, modifiedAt: at };
  if (await deps.table.get(keys.dataset(scope, id))) return;
  await deps.table.write([{ put: { ...keys.dataset(scope, id), data: toData(dataset) } }]);
}
