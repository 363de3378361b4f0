import type { Region, RowPrediction } from '../../../../../core/api/wire/messages.ts';
import type { Json, JsonObject } from '../../../../../core/json.ts';
import { figure } from '../../../../parts/figures/in-words.ts';

type NameOf = (conceptId: string) => string;

/** What a row is labelled with: concepts, regions, or the completion that was wanted. */
export function labelWords({ label = {} }: RowPrediction, nameOf: NameOf): string {
  const { concepts, regions, target } = label;
  if (typeof target === 'string') return target || '(empty)';
  if (isList(regions)) return regionWords(regions.flatMap(conceptIdsOf), nameOf);
  const ids = isList(concepts) ? concepts.map(String) : [];
  return ids.length === 0 ? 'no concept' : ids.map(nameOf).join(', ');
}

/** What it was answered with, the likeliest first. */
export function answerWords(
  { answer = {}, error, isCorrect }: RowPrediction,
  nameOf: NameOf,
): string {
  if (error) return `could not be answered: ${error.message}`;
  const { concepts, regions, text } = answer;
  if (typeof text === 'string') return text || '(empty)';
  if (isList(regions)) return answeredRegions(regions, nameOf);
  // An embedder answers with numbers, which are not kept: its row is judged by its neighbours.
  if (concepts === undefined && isCorrect !== undefined)
    return isCorrect ? 'its own concept was nearest' : 'another concept was nearest';
  const [first] = isList(concepts) ? (concepts as JsonObject[]) : [];
  if (!first) return 'nothing';
  return `${nameOf(String(first['id']))} (${figure(Number(first['value']))})`;
}

/** Regions that are less likely than this are mostly noise: they are counted and not drawn. */
const least = 0.3;

function answeredRegions(regions: readonly Json[], nameOf: NameOf): string {
  const likely = regions.filter(isLikely);
  const others = regions.length - likely.length;
  const words = regionWords(likely.flatMap(likeliestOf), nameOf);
  return others === 0 ? words : `${words} (and ${others} below ${least})`;
}

function isLikely(region: Json): boolean {
  const value = (region as JsonObject)['value'];
  return typeof value !== 'number' || value >= least;
}

/** `2 × digit-3, digit-7`. */
function regionWords(ids: readonly string[], nameOf: NameOf): string {
  if (ids.length === 0) return 'no region';
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .map(([id, times]) => (times === 1 ? nameOf(id) : `${times} × ${nameOf(id)}`))
    .join(', ');
}

function conceptIdsOf(region: Json): string[] {
  const ids = (region as JsonObject)['concepts'];
  return isList(ids) ? ids.map(String) : [];
}

function likeliestOf(region: Json): string[] {
  const concepts = (region as JsonObject)['concepts'];
  const [first] = isList(concepts) ? (concepts as JsonObject[]) : [];
  return first ? [String(first['id'])] : [];
}

/**
 * Regions of a row's label or answer as regions of the wire, which can be drawn. Left out are those
 * with neither box nor mask, and answers that are hardly likely.
 */
export function regionsOf(side: JsonObject | undefined): Region[] {
  const regions = side?.['regions'];
  if (!isList(regions)) return [];
  return (regions.filter(isLikely) as JsonObject[]).flatMap((region, at) => {
    const [box, mask] = [region['box'], region['mask_base64']];
    if (!isList(box) && typeof mask !== 'string') return [];
    const concepts = isList(region['concepts']) ? region['concepts'].map(conceptOf) : [];
    return {
      id: String(at),
      data: { concepts },
      region_info: {
        ...(isList(box) ? { bounding_box: boxOf(box.map(Number)) } : {}),
        ...(typeof mask === 'string' ? { mask: { image: { base64: mask } } } : {}),
      },
      ...(typeof region['value'] === 'number' ? { value: region['value'] } : {}),
    };
  });
}

function boxOf([top = 0, left = 0, bottom = 0, right = 0]: readonly number[]) {
  return { top_row: top, left_col: left, bottom_row: bottom, right_col: right };
}

/** Labels name concepts by their id, answers have a value beside it. */
function conceptOf(concept: Json) {
  if (typeof concept === 'string') return { id: concept, name: '', app_id: '', value: 1 };
  const { id, name, value } = concept as JsonObject;
  return { id: String(id), name: String(name ?? ''), app_id: '', value: Number(value ?? 1) };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
