import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Input } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { useBlob } from '../../../api/use-blob.ts';
import { Drawing } from '../../../drawing/drawing.tsx';
import { placeInWords, shapesOf } from '../../../drawing/shapes.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Dialog } from '../../../parts/dialog/dialog.tsx';
import { count, grouped, instant } from '../../../parts/figures/in-words.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { nameOf } from './input-filter.ts';
import { Labels } from './labels.tsx';
import { pathOf } from './thumbnail.tsx';
import type { ShownInputs } from './use-input-list.ts';

interface InputDetailProps {
  /** Its place in the list. */
  readonly index: number;
  readonly count: number;
  readonly shown: ShownInputs;
  readonly onMove: (index: number) => void;
  readonly onClose: () => void;
}

/** One input whole: its picture with regions or its text, labels, metadata, ids, times. */
export function InputDetail({ index, count, shown, onMove, onClose }: InputDetailProps) {
  const { cache } = shown;
  useEffect(() => cache?.want(index, index), [cache, index]);
  const input = cache?.at(index);
  const error = cache?.errorAt(index);
  return (
    <Dialog title={input ? nameOf(input) : `Input ${index + 1}`} isWide onClose={onClose}>
      {error && <Problem error={error} onRetry={() => cache?.retry()} />}
      {input ? <Whole key={input.id} input={input} /> : !error && <Loading what="the input" />}
      <footer>
        <span class="grow hint">
          {grouped(index + 1)} of {grouped(count)}
        </span>
        <button type="button" disabled={index === 0} onClick={() => onMove(index - 1)}>
          Previous
        </button>
        <button type="button" disabled={index + 1 >= count} onClick={() => onMove(index + 1)}>
          Next
        </button>
        <button type="button" class="primary" onClick={onClose}>
          Close
        </button>
      </footer>
    </Dialog>
  );
}

function Whole({ input }: { input: Input }) {
  const { metadata = {} } = input.data;
  return (
    <>
      {input.data.text ? (
        <pre dir="auto" tabIndex={0}>
          {input.data.text.raw}
        </pre>
      ) : (
        <Picture input={input} />
      )}
      <Labels input={input} />
      <Facts input={input} />
      <Annotations inputId={input.id} />
      {Object.keys(metadata).length > 0 && (
        <details>
          <summary>Metadata</summary>
          <pre tabIndex={0}>{JSON.stringify(metadata, null, 2)}</pre>
        </details>
      )}
    </>
  );
}

function Picture({ input }: { input: Input }) {
  const { url, error } = useBlob(pathOf(input));
  const shapes = useMemo(() => shapesOf(input.data.regions), [input]);
  const [highlighted, setHighlighted] = useState<string>();
  if (error) return <Problem title="The picture was not read" error={error} />;
  if (url === undefined) return <Loading what="the picture" />;
  return (
    <>
      <Drawing picture={url} alt={nameOf(input)} shapes={shapes} highlighted={highlighted} />
      {shapes.length > 0 && (
        <ul class="regions" aria-label="Regions">
          {shapes.map((shape) => (
            <li key={shape.id}>
              <button
                type="button"
                class="link"
                aria-pressed={highlighted === shape.id}
                onClick={() => setHighlighted(highlighted === shape.id ? undefined : shape.id)}
              >
                {[shape.concept, ...shape.others]
                  .map((one) => one?.name ?? 'no concept')
                  .join(', ')}
              </button>{' '}
              <span class="hint">{placeInWords(shape.box)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Facts({ input }: { input: Input }) {
  const { image_info: size } = input.data.image ?? {};
  const { status } = input;
  return (
    <KeyValues
      items={[
        {
          name: 'Id',
          value: (
            <>
              <code>{input.id}</code> <CopyButton text={input.id} label="Copy the id" />
            </>
          ),
        },
        ...(size
          ? [{ name: 'Size', value: `${size.width} × ${size.height} ${size.format ?? ''}` }]
          : []),
        ...(input.data.text
          ? [{ name: 'Length', value: count((input.data.text.raw ?? '').length, 'character') }]
          : []),
        { name: 'Datasets', value: (input.dataset_ids ?? []).join(', ') || 'none' },
        { name: 'Added', value: instant(input.created_at ?? '') },
        { name: 'Changed', value: instant(input.modified_at ?? '') },
        ...(status && status.code !== 30000
          ? [{ name: 'State', value: status.details ?? status.description }]
          : []),
      ]}
    />
  );
}

/** Who said what of it, and when: its history. */
function Annotations({ inputId }: { inputId: string }) {
  const { data } = useCall('ListAnnotations', { input_ids: [inputId], per_page: 100 });
  const all = data?.annotations ?? [];
  if (all.length === 0) return null;
  return (
    <details>
      <summary>Annotations ({all.length})</summary>
      <ul>
        {all.map(({ id, user_id, modified_at, data: said, status }) => (
          <li key={id}>
            {instant(modified_at)}, {user_id}:{' '}
            {[
              ...(said.concepts ?? []).map(({ name, value = 1 }) =>
                value > 0 ? name : `not ${name}`,
              ),
              ...(said.regions?.length ? [count(said.regions.length, 'region')] : []),
            ].join(', ') || 'nothing'}{' '}
            <span class="hint">
              {status.description} · <code>{id}</code>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
