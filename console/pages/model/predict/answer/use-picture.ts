import { useEffect, useState } from 'preact/hooks';
import { useBlob } from '../../../../api/use-blob.ts';
import type { Source } from '../question.ts';

/** @returns an address for `<img>`, once it is there; it is revoked when the element goes */
export function usePicture(source: Source): string | undefined {
  const file = source.kind === 'file' ? source.file : undefined;
  const { url } = useBlob(source.kind === 'input' ? source.input.data.image?.url : undefined);
  const [made, setMade] = useState<string>();
  useEffect(() => {
    if (!file) return undefined;
    const address = URL.createObjectURL(file);
    setMade(address);
    return () => URL.revokeObjectURL(address);
  }, [file]);
  return file ? made : url;
}
