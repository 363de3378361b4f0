import type { Split } from '../entry.ts';

const words: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  eval: 'test',
};

/** What a folder or a part of a name says of its split: `train`, `valid`, `val2017`. */
export function splitOfWord(word: string): Split | undefined {
  return words[word.toLowerCase().replace(/[-_]?\d*$/, '')];
}

/** The last segment of a path that is the name of a split. */
export function splitOfPath(path: string): Split | undefined {
  return path
    .split('/')
    .map(splitOfWord)
    .findLast((split) => split !== undefined);
}

/** Of a file of annotations: `instances_val2017.json` and `train.json`. */
export function splitOfFile(name: string): Split | undefined {
  const stem = name.replace(/^.*\//, '').replace(/\.[^/]*$/, '');
  return stem
    .split(/[_.-]/)
    .map(splitOfWord)
    .findLast((split) => split !== undefined);
}
