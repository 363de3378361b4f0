import type { Verdict } from './check.ts';
import { ok, todo } from './check.ts';

/**
 * SageMaker refuses serverless endpoints above this, unpacked: "Image size … is greater than
 * supported size 10737418240".
 */
export const maxServerlessBytes = 10_737_418_240;
/**
 * Packed. Layers of Python packages unpack to about 2.5 times their size, so that the limit may be
 * reached from here.
 */
const doubtfulBytes = 4_000_000_000;

/**
 * The packed bytes of an image's layers; undefined where the manifest names none (a list of images,
 * one per platform).
 */
export function layerBytes(manifest: string): number | undefined {
  const { layers, config } = JSON.parse(manifest) as {
    layers?: { size: number }[];
    config?: { size: number };
  };
  return layers?.reduce((sum, { size }) => sum + size, config?.size ?? 0);
}

/**
 * The digest of the Linux image for x86-64 among a manifest list's; undefined for any other
 * manifest.
 */
export function platformDigest(manifest: string): string | undefined {
  const { manifests = [] } = JSON.parse(manifest) as {
    manifests?: { digest: string; platform?: { os: string; architecture: string } }[];
  };
  const isOurs = ({ platform }: (typeof manifests)[number]) =>
    platform?.os === 'linux' && platform.architecture === 'amd64';
  return manifests.find(isOurs)?.digest;
}

/**
 * Whether serverless endpoints can be expected to take an inference image of so many packed bytes.
 */
export function sizeVerdict(bytes: number | undefined): Verdict {
  if (bytes === undefined) return ok('its size is not told');
  const size = `${(bytes / 1e9).toFixed(1)} GB packed`;
  if (bytes < doubtfulBytes) return ok(size);
  const limit = `SageMaker refuses serverless endpoints above ${maxServerlessBytes.toLocaleString('en-US')} bytes unpacked`;
  const chance = bytes >= maxServerlessBytes ? 'and is refused' : 'and may be refused';
  return todo(
    `${size}, ${chance}: ${limit}`,
    'Try one prediction; where the endpoint fails for its size, build a smaller image (docs/own-image.md) and set "inferenceImage" to it by digest',
  );
}
