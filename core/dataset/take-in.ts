import { errors } from '../errors.ts';
import { objectKeys } from '../ports/keys.ts';
import type { Scope } from '../ports/keys.ts';
import type { Dependencies } from '../training/dependencies.ts';
import { bytesFromBase64 } from './base64.ts';
import { imageFormat } from './image-format.ts';
import type { NewInput, NewRegion } from './add-inputs.ts';
import type { Input, InvalidData, Region } from './input.ts';

type Uses = Pick<Dependencies, 'objects' | 'sha256'>;

/** A text travels inside the manifest and must fit a table item (400 KB on DynamoDB). */
const longestText = 100_000;

/** Stores the bytes under their digest; the same image twice is one object. */
export async function takeIn(
  scope: Scope,
  content: NewInput['content'],
  deps: Uses,
): Promise<Input['data']> {
  if (content.kind === 'text') return takeInText(content.text);
  if (content.kind === 'nothing')
    return invalid(
      'image',
      errors.inputInvalid.status,
      'The input has neither data.image.base64 nor data.text.raw',
    );
  if (content.kind === 'url') {
    return invalid(
      'image',
      errors.inputDownloadFailed.status,
      `'${content.url}' was not fetched: this release takes images as base64 only`,
    );
  }
  const bytes = bytesFromBase64(content.base64);
  const format = bytes && imageFormat(bytes);
  if (!bytes || !format) {
    const reason = bytes
      ? `${bytes.length} bytes that are not a whole PNG, JPEG, GIF, BMP or WebP image`
      : 'data.image.base64 is not base64';
    return invalid('image', errors.inputUnsupported.status, reason);
  }
  const sha256 = deps.sha256(bytes);
  await deps.objects.put(objectKeys.input(scope, sha256), bytes, { ifAbsent: true });
  return { kind: 'image', sha256, size: bytes.length, format };
}

function takeInText(text: string): Input['data'] {
  if (text.trim() === '')
    return invalid('text', errors.inputInvalid.status, 'data.text.raw is empty');
  if (text.length > longestText)
    return invalid(
      'text',
      errors.inputInvalid.status,
      `data.text.raw has ${text.length} characters; at most ${longestText} are taken`,
    );
  return { kind: 'text', text };
}

function invalid(wasKind: InvalidData['wasKind'], statusCode: number, reason: string): InvalidData {
  return { kind: 'invalid', wasKind, statusCode, reason };
}

/** Regions with their masks stored; or, where a mask is no PNG, why the whole input is not taken in. */
export async function takeInRegions(
  scope: Scope,
  regions: readonly NewRegion[],
  deps: Uses & Pick<Dependencies, 'newId'>,
): Promise<{ regions: Region[] } | InvalidData> {
  const taken: Region[] = [];
  for (const { maskBase64, ...region } of regions) {
    const bytes = maskBase64 === null ? null : bytesFromBase64(maskBase64);
    if (bytes === undefined || (bytes && imageFormat(bytes) !== 'png')) {
      return invalid(
        'image',
        errors.inputUnsupported.status,
        `The mask of region ${taken.length} is not a PNG in base64`,
      );
    }
    const mask = bytes && deps.sha256(bytes);
    if (bytes && mask)
      await deps.objects.put(objectKeys.input(scope, mask), bytes, { ifAbsent: true });
    taken.push({ ...region, id: region.id ?? deps.newId(), mask });
  }
  return { regions: taken };
}
