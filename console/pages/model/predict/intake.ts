/* What may be predicted with, said before anything is sent. */

export const maxPictureBytes = 20_000_000;
export const maxTextLength = 100_000;

/** Endings of files that the service reads. */
const readable = ['png', 'jpg', 'jpeg', 'jfif', 'mpo', 'gif', 'bmp', 'tif', 'tiff', 'webp', 'avif'];

/** What people drop and no format of these is: what to do instead. */
const unreadable: Readonly<Record<string, string>> = {
  heic: 'HEIC is not read: save it as JPEG or PNG',
  heif: 'HEIF is not read: save it as JPEG or PNG',
  svg: 'SVG is not read: save it as PNG',
  pdf: 'PDF is not read: save the page as PNG',
  psd: 'PSD is not read: save it as PNG',
  ico: 'ICO is not read: save it as PNG',
  jp2: 'JPEG 2000 is not read: save it as PNG',
  jxl: 'JPEG XL is not read: save it as PNG',
  zip: 'an archive is not a picture: unpack it, or import it into a dataset',
  mp4: 'a video is not a picture: save single frames as PNG',
  mov: 'a video is not a picture: save single frames as PNG',
};

/** For `<input accept>`. */
export const acceptedPictures = readable.map((ending) => `.${ending}`).join(',');
export const pictureRules = 'PNG, JPEG, GIF, BMP, TIFF, WebP or AVIF, at most 20 MB each';
export const textRules = 'At most 100,000 characters each; files end with .txt';

interface Dropped {
  readonly name: string;
  readonly size: number;
  /** Media type; empty where the browser does not know it. */
  readonly type: string;
}

/**
 * Why a file cannot be predicted with, undefined where it may be: what it holds is seen by the
 * service alone.
 */
export function refusalOfPicture({ name, size, type }: Dropped): string | undefined {
  const ending = endingOf(name);
  const known = unreadable[ending];
  if (known !== undefined) return known;
  if (size === 0) return 'the file is empty';
  if (size > maxPictureBytes)
    return `${(size / 1_000_000).toFixed(1)} MB, at most 20 MB are taken: make it smaller`;
  if (readable.includes(ending) || type.startsWith('image/')) return undefined;
  return `not a picture that is read here: ${pictureRules}`;
}

/** Why a text cannot be predicted with; undefined where it may be. */
export function refusalOfText(text: string): string | undefined {
  if (text.trim() === '') return 'there is no text in it';
  const length = [...text].length;
  if (length <= maxTextLength) return undefined;
  return `${length.toLocaleString('en-US')} characters, at most 100,000 are taken: shorten it`;
}

function endingOf(name: string): string {
  return (/\.([^.]+)$/.exec(name)?.[1] ?? '').toLowerCase();
}
