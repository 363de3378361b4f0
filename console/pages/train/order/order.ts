/** What a person has chosen so far: all of it stands in the address. */
export interface TrainingChoices {
  /** A new model, or one that is there. */
  readonly isNew: boolean;
  readonly modelId: string;
  /** Of a new model. */
  readonly typeId: string;
  readonly datasetId: string;
  /** `asItIs`: what the dataset has when the training starts. Empty: not chosen yet. */
  readonly datasetVersionId: string;
  /** Undefined: all that the dataset version has. */
  readonly conceptIds: readonly string[] | undefined;
  /** Incremental: the version to go on from. */
  readonly from: VersionName | undefined;
  /** Empty: the one that is proposed. */
  readonly templateId: string;
  /** What differs from the template's defaults, as it was typed. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Stands for no version: no id has this letter. */
export const asItIs = '*';

/** The dataset version that is named; empty where none is. */
export function namedVersion({ datasetVersionId }: TrainingChoices): string {
  return datasetVersionId === asItIs ? '' : datasetVersionId;
}

export interface VersionName {
  readonly modelId: string;
  readonly versionId: string;
}

type Query = Readonly<Record<string, string>>;
const settingPrefix = 'set.';

/** Reads an address; what it does not say is not chosen yet. */
export function choicesOf(query: Query): TrainingChoices {
  const text = (name: string) => query[name] ?? '';
  const [modelId = '', versionId = ''] = listOf(text('from'));
  const settings = Object.entries(query).flatMap(([name, value]) =>
    name.startsWith(settingPrefix)
      ? [[name.slice(settingPrefix.length), unescaped(value)] as const]
      : [],
  );
  return {
    isNew: isNewIn(text),
    modelId: text('model'),
    typeId: text('type'),
    datasetId: text('dataset'),
    datasetVersionId: text('version'),
    conceptIds: query['concepts'] === undefined ? undefined : listOf(query['concepts']),
    from: versionId === '' ? undefined : { modelId, versionId },
    templateId: text('template'),
    settings: Object.fromEntries(settings),
  };
}

/** A model that is there may have been asked for before it is said which. */
function isNewIn(text: (name: string) => string): boolean {
  if (text('new') !== '') return text('new') !== '0';
  return text('type') !== '' || text('model') === '';
}

/** The address's parameters of choices; `choicesOf` reads them back. */
export function queryOf(choices: TrainingChoices): Record<string, string> {
  const { isNew, modelId, typeId, conceptIds, from, settings } = choices;
  const named = {
    ...(isNew && typeId === '' && modelId !== '' ? { new: '1' } : {}),
    ...(!isNew && modelId === '' ? { new: '0' } : {}),
    model: modelId,
    type: isNew ? typeId : '',
    dataset: choices.datasetId,
    version: choices.datasetVersionId,
    from: from ? listText([from.modelId, from.versionId]) : '',
    template: choices.templateId,
    ...Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [settingPrefix + name, escaped(value)]),
    ),
  };
  return {
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== '')),
    ...(conceptIds === undefined ? {} : { concepts: listText(conceptIds) }),
  };
}

/** What is empty and chosen so; addresses leave empty parameters out. */
const empty = '~';

function escaped(text: string): string {
  return text === '' || text.startsWith(empty) ? empty + text : text;
}

function unescaped(text: string): string {
  return text.startsWith(empty) ? text.slice(1) : text;
}

/** Ids may hold a comma, which is escaped. */
function listText(ids: readonly string[]): string {
  if (ids.length === 0) return empty;
  return ids.map((id) => id.replaceAll('~', '~0').replaceAll(',', '~1')).join(',');
}

function listOf(text: string): string[] {
  if (text === '' || text === empty) return [];
  return text.split(',').map((id) => id.replaceAll('~1', ',').replaceAll('~0', '~'));
}

/** Stands for the newest trained version of the model to go on from, until it is known. */
export const newestVersion = 'newest';
