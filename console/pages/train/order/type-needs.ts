/** What a model type is for, and what it wants to be trained on. */
export interface TypeNeeds {
  readonly isFor: string;
  readonly needs: string;
}

const needs: Readonly<Record<string, TypeNeeds>> = {
  'visual-classifier': {
    isFor: 'Which of your concepts a picture shows: sorting, moderation, quality control.',
    needs: 'Pictures with a concept each (or several); 10 pictures of each concept at least.',
  },
  'visual-detector': {
    isFor: 'Where things are, and how many: a box around each.',
    needs: 'Pictures with boxes that have a concept. Pictures without any are backgrounds.',
  },
  'visual-segmenter': {
    isFor: 'Which pixels belong to what: areas, outlines, measures.',
    needs: 'Pictures with masks or polygons that have a concept.',
  },
  'visual-anomaly-heatmap': {
    isFor: 'What is unusual, and where, when there are few examples of what is wrong.',
    needs: 'Normal pictures; some anomalous ones to measure with, with marked damage or without.',
  },
  'visual-embedder': {
    isFor: 'Which pictures are alike: search, deduplication, new concepts without training.',
    needs: 'Pictures with one concept each, many concepts, several pictures of each.',
  },
  'text-classifier': {
    isFor: 'Which of your concepts a text is about: routing, moderation, sentiment.',
    needs: 'Texts with a concept each (or several); 10 texts of each concept at least.',
  },
  'text-to-text': {
    isFor: 'Texts that answer texts: extraction, rewriting, replies in your own way.',
    needs: 'Texts with the right answer in their metadata, as “completion”.',
  },
  'embedding-classifier': {
    isFor: 'A classifier of pictures with Clarifai’s oldest settings.',
    needs: 'Pictures with a concept each.',
  },
};

/** @returns undefined for a type that is newer than the console */
export function needsOf(typeId: string): TypeNeeds | undefined {
  return needs[typeId];
}
