import type { Concept, Output } from '../../../../../core/api/wire/messages.ts';
import type { Requests } from '../../../../../core/api/wire/requests.ts';
import type { Shape } from '../../../../drawing/shapes.ts';
import type { AnswerKind } from '../asked-model.ts';
import type { AskedInput } from '../question.ts';

type NewInput = Requests['PostInputs']['inputs'][number];

/** What a person says is right about one input. */
export interface Correction {
  /** What is in it: concepts by id; of text-to-text models nothing. */
  readonly conceptIds: readonly string[];
  /** The regions of the answer that are right. */
  readonly shapes: readonly Shape[];
  /** The right text, of text-to-text models. */
  readonly completion: string;
}

/** A new, labelled input: what was asked about, with what is right. */
export function labelledInput(
  data: NonNullable<AskedInput['data']>,
  kind: AnswerKind,
  { conceptIds, shapes, completion }: Correction,
): NewInput {
  const content = 'image' in data ? { image: data.image! } : { text: data.text! };
  if (kind === 'text') return { data: { ...content, metadata: { completion } } };
  if (kind === 'regions') return { data: { ...content, regions: shapes.map(regionOf) } };
  return { data: { ...content, concepts: conceptIds.map((id) => ({ id, value: 1 })) } };
}

type NewRegion = NonNullable<NonNullable<NewInput['data']>['regions']>[number];

function regionOf({ box, mask, concept }: Shape): NewRegion {
  const { left, top, width, height } = box;
  const bounding_box = {
    left_col: left,
    top_row: top,
    right_col: left + width,
    bottom_row: top + height,
  };
  return {
    region_info: mask?.base64 ? { mask: { image: { base64: mask.base64 } } } : { bounding_box },
    data: { concepts: concept ? [{ id: concept.id, value: 1 }] : [] },
  };
}

/** What the model answered, as the correction that says that it is right. */
export function answerAsCorrection(output: Output, shapes: readonly Shape[]): Correction {
  const [best] = output.data.concepts ?? [];
  return {
    conceptIds: best ? [best.id] : [],
    shapes: shapes.filter(({ concept }) => concept),
    completion: output.data.text?.raw ?? '',
  };
}

/** Concepts to choose from: those of the answer first, as they are likelier. */
export function choicesOf(output: Output, known: readonly Concept[]): Concept[] {
  const answered = output.data.concepts ?? [];
  const ids = new Set(answered.map(({ id }) => id));
  return [...answered, ...known.filter(({ id }) => !ids.has(id))];
}
