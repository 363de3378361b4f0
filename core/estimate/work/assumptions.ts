import type { NamedArchitecture } from './architecture/architecture-facts.ts';
import type { WorkFacts } from './training-facts.ts';

/** What was assumed of a job, because it is not known before it runs; for a person. */
export function assumptionsOf(
  { data, template, modelTypeId }: WorkFacts,
  { name, isKnown, facts }: NamedArchitecture,
): string[] {
  const { sizes } = data;
  const isText = facts.unit === 'token';
  const isWhole = ['visual-detector', 'visual-segmenter'].includes(modelTypeId);
  return [
    ...data.assumptions,
    ...(isKnown
      ? []
      : [
          `${name} is not known here: it counts as ${template.baseModel.id ?? template.baseModel.small}`,
        ]),
    ...(isText && !sizes.characters
      ? ['The lengths of the texts are not known: 250 characters on average']
      : []),
    ...(modelTypeId === 'text-to-text' && !sizes.completionCharacters
      ? ['The lengths of the completions are not known: 60 characters on average']
      : []),
    ...(!isText && sizes.meanPixels === undefined
      ? [
          data.objectBytes > 0
            ? 'The pixels of the pictures are not known: four to each of their bytes'
            : 'The pixels of the pictures are not known: a million on average',
        ]
      : []),
    ...(isWhole && sizes.meanAspectRatio === undefined
      ? ['The shapes of the pictures are not known: 4:3']
      : []),
  ];
}
