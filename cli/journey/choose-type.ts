import { counted, wordFor } from '../../core/words.ts';
import type { Look } from '../import/look.ts';

/** What data are for, and how one sees that. */
export interface TypeChoice {
  readonly modelTypeId: string;
  /** A sentence's end: `1,200 images lie in 5 folders, each a concept`. */
  readonly why: string;
}

/** What of a look decides the type. */
export type LookedAt = Pick<
  Look,
  'kinds' | 'concepts' | 'withoutConcepts' | 'regions' | 'shapes' | 'completions'
>;

/** Folders that say that nothing is wrong with what lies in them; the service knows these two. */
const normalNames = ['normal', 'good'];
/** Names that people give to what is wrong. */
const anomalousNames =
  /^(ab-?normal|anomal(y|ies|ous)|bad|broken|damaged?|defect(s|ive)?|faulty|ng|not[_ -]?good|scratch(es|ed)?)$/i;

/**
 * The model type that data ask for, by what they are.
 * @returns a string where none fits: what is missing, and what would be right
 */
export function chooseType(look: LookedAt): TypeChoice | string {
  const images = (look.kinds['image'] ?? 0) + (look.kinds['url'] ?? 0);
  const texts = look.kinds['text'] ?? 0;
  if (images === 0 && texts === 0) return 'there is nothing to train on';
  if (images > 0 && texts > 0)
    return `there ${wordFor(images, 'is', 'are')} ${counted(images, 'image')} and ${counted(texts, 'text')}, and a model learns from one of them: name the folder or file of one`;
  return texts > 0 ? ofTexts(look, texts) : ofImages(look, images);
}

function ofTexts(look: LookedAt, texts: number): TypeChoice | string {
  if (look.completions > 0)
    return {
      modelTypeId: 'text-to-text',
      why: `${look.completions} of ${texts} texts ${wordFor(look.completions, 'says', 'say')} what should follow`,
    };
  if (look.concepts.size === 0)
    return 'the texts have no labels: name the column with --label-column, or what should follow each text with --completion-column (see deeptune import --help)';
  if (look.concepts.size === 1) return oneConcept(look, 'texts');
  return {
    modelTypeId: 'text-classifier',
    why: `${counted(texts, 'text has', 'texts have')} labels, ${look.concepts.size} different ones`,
  };
}

function ofImages(look: LookedAt, images: number): TypeChoice | string {
  const { shapes, regions, concepts } = look;
  const areas = (shapes['mask'] ?? 0) + (shapes['polygon'] ?? 0);
  if (regions > 0 && areas * 2 > regions)
    return {
      modelTypeId: 'visual-segmenter',
      why: `${areas} of ${regions} regions ${wordFor(areas, 'has', 'have')} an outline or a mask`,
    };
  if (regions > 0)
    return {
      modelTypeId: 'visual-detector',
      why: `${counted(regions, 'region of the images has', 'regions of the images have')} a box and a concept`,
    };
  const anomaly = anomalyOf(concepts);
  if (anomaly !== undefined) return { modelTypeId: 'visual-anomaly-heatmap', why: anomaly };
  if (concepts.size === 0)
    return 'the images have no labels: put those of one kind into a folder that is called so, one folder for each kind';
  if (concepts.size === 1) return oneConcept(look, 'images');
  return {
    modelTypeId: 'visual-classifier',
    why: `${counted(images, 'image has', 'images have')} concepts, ${concepts.size} different ones`,
  };
}

function oneConcept({ concepts }: LookedAt, what: string): string {
  const [name] = concepts.keys();
  return `all ${what} have the concept '${name ?? ''}', and telling apart needs two: add another folder or label (${what} without it: "other"), or learn what is normal from a folder that is called "good"`;
}

/** Few names, one of them for what is normal and every other for what is wrong with it. */
function anomalyOf(concepts: LookedAt['concepts']): string | undefined {
  const names = [...concepts.keys()];
  const normal = names.find((name) => normalNames.includes(name.toLowerCase()));
  if (normal === undefined) return undefined;
  const others = names.filter((name) => name !== normal);
  // Good and bad alone may be kinds; with names of damage, or alone, `good` is what is normal.
  if (others.length > 0 && !others.some((name) => anomalousNames.test(name))) return undefined;
  const count = concepts.get(normal) ?? 0;
  const rest =
    others.length === 0 ? 'nothing else' : `what is wrong with others (${others.join(', ')})`;
  return `the folder '${normal}' (${counted(count, 'image')}) shows what is normal, beside ${rest}`;
}
