import type { Input } from '../../../../../core/api/wire/messages.ts';
import { useBlob } from '../../../../api/use-blob.ts';
import { Drawing } from '../../../../drawing/drawing.tsx';
import type { Shape } from '../../../../drawing/shapes.ts';

interface StoredPictureProps {
  readonly image: NonNullable<Input['data']['image']>;
  readonly shapes: readonly Shape[];
  readonly alt: string;
}

/** An input's picture with regions on it, in its own proportions while it is fetched. */
export function StoredPicture({ image, shapes, alt }: StoredPictureProps) {
  const { url, error } = useBlob(image.url);
  if (error) return <span class="hint">The picture cannot be shown: {error.message}</span>;
  if (url === undefined) return <span class="hint">…</span>;
  const { width = 1, height = 1 } = image.image_info ?? {};
  return (
    <div style={{ aspectRatio: `${width} / ${height}` }}>
      <Drawing picture={url} alt={alt} shapes={shapes} isThumbnail />
    </div>
  );
}
