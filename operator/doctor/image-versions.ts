import type { Purpose } from '../../lib/configuration/container-image.ts';
import { imageFile } from '../../lib/configuration/image-file.ts';
import type { Verdict } from './check.ts';
import { ok, todo } from './check.ts';

/**
 * `2.9.0-transformers5.3.0-gpu-py312-…`: how AWS names its Hugging Face images, and how
 * docs/own-image.md names one's own.
 */
const tagPattern =
  /^(?<torch>\d+\.\d+\.\d+)-transformers(?<transformers>\d+\.\d+\.\d+)-(?:.*-)?py3(?<minor>\d+)/;

/**
 * The versions that the trainer, or an endpoint's artifacts, were tested with: "Python 3.12, torch
 * 2.9.0, …".
 */
export function testedVersions(purpose: Purpose): string {
  const { python, packages } = imageFile[purpose];
  const listed = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [`Python ${python}`, ...listed].join(', ');
}

/**
 * What can be said of an image's versions without starting it: by its digest, or by what its tags
 * say.
 * @param digest that the image has now
 * @param tags all that it has; for a default image the one that names it
 */
export function versionVerdict(purpose: Purpose, digest: string, tags: readonly string[]): Verdict {
  const tested = imageFile[purpose];
  const must = `must have ${testedVersions(purpose)}`;
  if (digest === tested.digest) return ok(`the release whose versions were noted: ${must}`);
  const differing = tags.flatMap((tag) => differences(tag, purpose));
  if (differing.length > 0) {
    return todo(`${differing.join(', ')}; ${must}`, remedies[purpose]);
  }
  const isNamed = tags.some((tag) => tagPattern.test(tag));
  return ok(`${isNamed ? 'by its tag as tested' : 'its tags name no versions'}: ${must}`);
}

const remedies: Readonly<Record<Purpose, string>> = {
  training:
    'Every training would end with image-unsupported: choose an image with these versions, or see docs/own-image.md',
  inference:
    'Artifacts were not tested with these versions: choose an image with them, or see docs/own-image.md',
};

/** "torch 2.11.0 (tested: 2.9.0)" for each version that the tag names and that was not tested. */
function differences(tag: string, purpose: Purpose): readonly string[] {
  const { torch, transformers, minor } = tagPattern.exec(tag)?.groups ?? {};
  if (!torch || !transformers || !minor) return [];
  const { python, packages } = imageFile[purpose];
  const named = [
    ['Python', `3.${minor}`, python],
    ['torch', torch, packages['torch']],
    ['transformers', transformers, packages['transformers']],
  ] as const;
  return named
    .filter(([, found, wanted]) => found !== wanted)
    .map(([name, found, wanted]) => `tag ${tag} says ${name} ${found} (tested: ${wanted})`);
}
