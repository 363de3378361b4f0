import { useState } from 'preact/hooks';
import type { Key } from '../../../core/api/wire/messages.ts';
import { useAllPages } from '../../api/use-all-pages.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { EndKeyDialog } from './end-key-dialog.tsx';
import { KeyTable } from './key-table.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';
import { ShownOnce } from '../../parts/dialog/shown-once.tsx';

/** What is done with keys, in a dialog. */
type Doing =
  | { readonly what: 'make' }
  | { readonly what: 'rotate' | 'end'; readonly key: Key }
  /** The text of a new key, which nobody can be shown again. */
  | { readonly what: 'show'; readonly text: string };

/** Keys of the user: made, rotated, ended. */
export function Keys() {
  const [doing, setDoing] = useState<Doing>();
  const { data, error, refetch } = useAllPages<Key>('ListKeys', {}, async (client, page) => {
    const { keys } = await client.call('ListKeys', page);
    return keys;
  });
  return (
    <>
      <PageHeader
        title="Keys"
        actions={
          <button type="button" class="primary" onClick={() => setDoing({ what: 'make' })}>
            Create key
          </button>
        }
      >
        Whoever presents a key may do what its scopes say. deeptune keeps only its hash.
      </PageHeader>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="keys" />}
      {data?.length === 0 && <Empty title="There are no keys" />}
      {data && data.length > 0 && (
        <KeyTable
          keys={data}
          onRotate={(key) => setDoing({ what: 'rotate', key })}
          onEnd={(key) => setDoing({ what: 'end', key })}
        />
      )}
      {doing && <Doing doing={doing} onNext={setDoing} />}
    </>
  );
}

interface DoingProps {
  readonly doing: Doing;
  readonly onNext: (next: Doing | undefined) => void;
}

function Doing({ doing, onNext }: DoingProps) {
  const close = () => onNext(undefined);
  const show = (text: string) => onNext({ what: 'show', text });
  if (doing.what === 'make') return <NewKeyDialog onMade={show} onClose={close} />;
  if (doing.what === 'show')
    return <ShownOnce title="The new key" text={doing.text} onClose={close} />;
  if (doing.what === 'end') return <EndKeyDialog ended={doing.key} onClose={close} />;
  return <RotateKeyDialog old={doing.key} onMade={show} onClose={close} />;
}
