import { useEffect, useRef, useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { count } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { stateOf } from '../../../parts/version/version-state.ts';
import { FailureBanner } from './failure-banner.tsx';

interface TrainingLogProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** Lines of one page. */
const perPage = 200;

/** What the trainer printed, the reason of a failure on top; it follows while it is at its end. */
export function TrainingLog({ modelId, version }: TrainingLogProps) {
  const [page, setPage] = useState(0);
  const asked = { model_id: modelId, version_id: version.id, log_type: 'training' };
  const { isOpen } = stateOf(version);
  const { data, error, refetch } = useCall('ListLogEntries', {
    ...asked,
    per_page: perPage,
    ...(page === 0 ? {} : { page }),
  });
  const lines = data?.log_entries.map(({ message }) => message) ?? [];
  const shown = (data as { readonly page?: number } | undefined)?.page ?? 1;
  const { train_log: link } = version;
  return (
    <Panel
      title="Log"
      actions={
        link !== undefined && (
          <a class="button" href={link} download={`training-${version.id}.log`}>
            Download
          </a>
        )
      }
    >
      <div class="stack">
        <FailureBanner version={version} />
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="the log" />}
        {data && (shown > 1 || page !== 0) && (
          <p class="row">
            {shown > 1 && (
              <button type="button" onClick={() => setPage(shown - 1)}>
                Earlier lines
              </button>
            )}
            {page !== 0 && (
              <button type="button" onClick={() => setPage(0)}>
                Newest lines
              </button>
            )}
          </p>
        )}
        {data && <Lines lines={lines} isOpen={isOpen} first={(shown - 1) * perPage + 1} />}
      </div>
    </Panel>
  );
}

interface LinesProps {
  readonly lines: readonly string[];
  readonly isOpen: boolean;
  /** Number of the first line, from 1. */
  readonly first: number;
}

function Lines({ lines, isOpen, first }: LinesProps) {
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  const onScroll = () => {
    const { scrollTop, clientHeight, scrollHeight } = box.current!;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
  };
  useEffect(() => {
    if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length, lines.at(-1)]);
  if (lines.length === 0)
    return (
      <p class="hint">
        {isOpen ? 'The trainer has printed nothing yet.' : 'The trainer printed nothing.'}
      </p>
    );
  return (
    <>
      <pre ref={box} onScroll={onScroll} tabIndex={0} role="log" aria-live="off" aria-label="Log">
        {lines.join('\n')}
      </pre>
      <p class="hint">
        {count(lines.length, 'line')}, from line {first}.
        {isOpen && ' New lines are followed while the end is in sight.'}
      </p>
    </>
  );
}
