import type { Columns } from '../layout.ts';

/** Which columns hold what, by the names that the table has; the first that is filled counts. */
export interface Roles {
  readonly id: readonly string[];
  readonly text: readonly string[];
  readonly image: readonly string[];
  readonly label: readonly string[];
  /** Of text-to-text: what should follow the text. */
  readonly completion: readonly string[];
  /** Columns that are not kept, and why. */
  readonly dropped: readonly { readonly name: string; readonly why: string }[];
  /** Between several labels of one cell. */
  readonly separator: string;
}

type Role = 'id' | 'text' | 'image' | 'label' | 'completion';
const roleNames: readonly Role[] = ['id', 'text', 'image', 'label', 'completion'];

/** What columns are called, in any case. */
const called: Readonly<Record<Role, readonly string[]>> = {
  id: ['id', 'input_id', 'inputid'],
  text: ['text', 'prompt'],
  image: ['image', 'file_name'],
  label: ['concepts', 'concept', 'label', 'labels', 'class', 'category'],
  completion: ['completion'],
};

/** What they may be called where no column has a name of the above. */
const perhaps: Readonly<Record<Role, readonly string[]>> = {
  id: [],
  text: [
    ...['input', 'sentence', 'review', 'content', 'comment', 'message', 'tweet', 'document'],
    ...['raw_text', 'body', 'question', 'utterance', 'instruction'],
  ],
  image: [
    ...['input', 'image_path', 'image_url', 'img', 'img_path', 'image_file', 'filename'],
    ...['file', 'filepath', 'file_path', 'path', 'url'],
  ],
  label: [
    ...['classes', 'categories', 'target', 'sentiment', 'intent', 'tag', 'tags', 'class_name'],
    ...['label_name', 'y'],
  ],
  completion: [],
};

/** Tables of boxes: a row is a box and not an example. */
const ofBoxes = ['xmin', 'ymin', 'xmax', 'ymax'];

const looksLikeImage = (value: string) =>
  /^(https?|s3):\/\//.test(value) || /\.(png|jpe?g|jfif|gif|bmp|tiff?|webp)$/i.test(value);

/** The first rows of a table. */
export interface Sample {
  /** In order, as the table has them. */
  readonly names: readonly string[];
  /** Texts of a column in the first rows, those that are filled. */
  valuesOf(name: string): readonly string[];
}

/**
 * Decides once, before anything is sent, what each column is.
 * @throws Error where no column holds a text or an image: with what was found and what is wanted
 */
export function rolesOf(sample: Sample, asked: Columns = {}): Roles {
  const { names } = sample;
  const columns = resolved(names, asked);
  const boxes = ofBoxes.filter((name) => names.some((each) => fold(each) === name));
  if (boxes.length === ofBoxes.length)
    throw new Error(
      `The columns ${boxes.join(', ')} hold one box a row. Boxes are read from COCO, YOLO, Pascal VOC and JSONL with objects; name --image-column and --label-column to import without them`,
    );
  const taken = new Set(roleNames.flatMap((role) => columns[role] ?? []));
  const found = Object.fromEntries(
    roleNames.map((role) => [role, namesFor(role, sample, { columns, taken })]),
  ) as Record<Role, string[]>;
  const content = contentOf(sample, found, { columns, taken });
  assertContent(names, content);
  const dropped = droppedOf(sample, taken);
  return { ...found, ...content, dropped, separator: separatorOf(names, columns) };
}

/** Columns are compared without case, spaces around, and forms of accents. */
export const fold = (name: string) => name.trim().normalize('NFC').toLowerCase();

interface Asked {
  readonly columns: Columns;
  readonly taken: ReadonlySet<string>;
}

function namesFor(role: Role, { names }: Sample, { columns, taken }: Asked): string[] {
  const asked = columns[role];
  if (asked === 'none') return [];
  if (asked !== undefined) return [asked];
  const free = names.filter((name) => !taken.has(name));
  const having = (list: readonly string[]) =>
    list.flatMap((wanted) => free.filter((name) => fold(name) === wanted));
  const certain = having(called[role]);
  if (certain.length > 0 || role === 'text' || role === 'image') return certain;
  return having(perhaps[role]).slice(0, 1);
}

/** Text and image exclude each other where only the second list knows them. */
function contentOf(sample: Sample, found: Record<Role, string[]>, { columns, taken }: Asked) {
  const { text, image } = found;
  const isSaid = columns.text !== undefined || columns.image !== undefined;
  if (text.length > 0 || image.length > 0 || isSaid) return { text, image };
  const free = sample.names.filter((name) => !taken.has(name));
  const having = (list: readonly string[], isImage: boolean) =>
    list
      .flatMap((wanted) => free.filter((name) => fold(name) === wanted))
      .filter((name) => isOfImages(sample.valuesOf(name)) === isImage);
  const [picture] = having(perhaps.image, true);
  if (picture !== undefined) return { text, image: [picture] };
  return { text: having(perhaps.text, false).slice(0, 1), image };
}

const isOfImages = (values: readonly string[]) =>
  values.length > 0 && values.every((value) => looksLikeImage(value));

/** What was asked for, by the names that the table has. */
function resolved(names: readonly string[], columns: Columns): Columns {
  const own = (role: Role): Partial<Record<Role, string>> => {
    const asked = columns[role];
    if (asked === undefined) return {};
    const name = [asked, ...names.filter((each) => fold(each) === fold(asked))].find(
      (each) => names.includes(each) || asked === 'none',
    );
    if (name !== undefined) return { [role]: name };
    throw new Error(
      `--${role}-column ${asked}: there is no such column; there are ${quoted(names)}`,
    );
  };
  return Object.assign({ ...columns }, ...roleNames.map(own)) as Columns;
}

function assertContent(
  names: readonly string[],
  { text, image }: Record<'text' | 'image', string[]>,
): void {
  if (text.length > 0 || image.length > 0) return;
  throw new Error(
    `No column holds a text or an image: found ${quoted(names)}; wanted text or image, and label or concepts. Name them with --text-column or --image-column, and --label-column; where the first row is no header, add --no-header, and columns are called 1, 2, …`,
  );
}

/** At most twenty, each cut, for a person. */
export function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => JSON.stringify(name.slice(0, 60)));
  return `${shown.join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`;
}

/** What pandas writes as the first column: the row's number. */
function droppedOf({ names, valuesOf }: Sample, taken: ReadonlySet<string>): Roles['dropped'] {
  return names.flatMap((name) => {
    const isUnnamed = name === '' || /^Unnamed: \d+$/.test(name);
    if (!isUnnamed || taken.has(name)) return [];
    const isNumbered = valuesOf(name).every((value) => /^\d+$/.test(value));
    return isNumbered ? [{ name, why: "has no name and holds row numbers (pandas' index)" }] : [];
  });
}

/** Clarifai's own CSV (inputid, input, concepts, …) has commas between its concepts. */
function separatorOf(names: readonly string[], { separator }: Columns): string {
  if (separator !== undefined) return separator;
  const isClarifais = ['inputid', 'input', 'concepts'].every((wanted) =>
    names.some((name) => fold(name) === wanted),
  );
  return isClarifais ? ',' : '|';
}

/** How each column is used, a line each, for a person. */
export function usesOf(names: readonly string[], roles: Roles): string[] {
  const words: Readonly<Record<Role, string>> = {
    image: 'image',
    text: 'text',
    label: 'concepts',
    id: "the input's id",
    completion: 'completion (what should follow)',
  };
  const order: readonly Role[] = ['image', 'text', 'label', 'completion', 'id'];
  const used = order.flatMap((role) =>
    roles[role].filter((name) => names.includes(name)).map((name) => [name, words[role]] as const),
  );
  const dropped = roles.dropped.map(({ name, why }) => [name, `not kept: it ${why}`] as const);
  const known = new Set([...used, ...dropped].map(([name]) => name));
  const others = names.filter((name) => !known.has(name) && name !== 'objects');
  return [
    ...[...used, ...dropped].map(([name, use]) => `column ${JSON.stringify(name)}: ${use}`),
    ...(others.length > 0 ? [`kept as metadata: ${quoted(others)}`] : []),
    ...(roles.label.length === 0 ? ['no column holds concepts (--label-column names one)'] : []),
  ];
}
