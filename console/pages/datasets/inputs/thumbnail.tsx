import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Input } from '../../../../core/api/wire/messages.ts';
import { Drawing } from '../../../drawing/drawing.tsx';
import { shapesOf } from '../../../drawing/shapes.ts';
import { useSession } from '../../../session/session.tsx';
import { nameOf } from './input-filter.ts';
import { thumbnail } from './thumbnails.ts';

/** A small picture with its regions drawn, read when it comes into sight. */
export function Thumbnail({ input }: { input: Input }) {
  const path = pathOf(input);
  const { url, error } = useThumbnail(path);
  const shapes = useMemo(() => shapesOf(input.data.regions), [input]);
  if (path === undefined)
    return <p class="hint">{input.dataset_ids ? 'No picture' : 'Deleted since'}</p>;
  if (error) return <p class="hint">The picture cannot be shown: {error.message}</p>;
  if (url === undefined) return <span class="placeholder" />;
  return (
    <div class="fitted" style={fitted(input)}>
      <Drawing picture={url} alt={nameOf(input)} shapes={shapes} isThumbnail />
    </div>
  );
}

/** Where a picture is read, on this origin. */
export function pathOf({ data }: Input): string | undefined {
  const url = data.image?.url;
  if (!url) return undefined;
  const { pathname, search } = new URL(url, location.origin);
  return pathname + search;
}

/** The largest place for a picture in its cell, in its own shape: what is drawn over it fits it. */
function fitted({ data }: Input) {
  const { width = 1, height = 1 } = data.image?.image_info ?? {};
  const aspectRatio = `${width} / ${height}`;
  return { aspectRatio, width: `min(100cqw, 100cqh * ${aspectRatio})` };
}

function useThumbnail(path: string | undefined): { url?: string; error?: Error } {
  const { key } = useSession().session;
  const [found, setFound] = useState<{ url?: string; error?: Error }>({});
  useEffect(() => {
    setFound({});
    if (path === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    thumbnail({ path, key, signal }).then(
      (url) => !signal.aborted && setFound({ url }),
      (error: Error) => !signal.aborted && setFound({ error }),
    );
    return () => controller.abort();
  }, [path, key]);
  return found;
}
