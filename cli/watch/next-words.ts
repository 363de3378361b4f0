import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { Session } from '../frame/connection/session.ts';
import { commandLine } from '../frame/output/words.ts';

interface Trained {
  readonly session: Session;
  readonly modelId: string;
  readonly versionId: string;
  readonly named: readonly string[];
  readonly version: ModelVersion;
}

/** What one may do with a trained version: commands with its ids filled in. */
export function nextLines({ modelId, versionId, named, version }: Trained): string[] {
  const { predictable } = version.metadata?.deeptune ?? {};
  const isText = version.train_info !== undefined && isOfText(version);
  const commands: readonly (readonly [words: readonly string[], what: string])[] = [
    ...(predictable === false
      ? []
      : [
          [
            ['predict', modelId, isText ? 'texts.csv' : 'picture.jpg'],
            'its answers to new data',
          ] as const,
        ]),
    [['versions', modelId], 'all versions side by side'],
    [['retrain', modelId], 'learns what was added since'],
    [['export', modelId, versionId], 'the model as files'],
    [['open', modelId], 'all of it in the browser'],
  ];
  // What is said stands behind the sign of a comment, so that a line can be pasted whole.
  return [
    'Next:',
    ...commands.map(([words, what]) => `  ${commandLine(...words, ...named)}  # ${what}`),
  ];
}

function isOfText({ train_info: info }: ModelVersion): boolean {
  return /bert|minilm|gpt|hf_|huggingface|llama|mistral/i.test(String(info?.params['template']));
}
