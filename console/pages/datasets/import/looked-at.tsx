import { useEffect, useState } from 'preact/hooks';
import { totalOf } from '../../../../cli/import/counts.ts';
import type { Problem } from '../../../../cli/import/entry.ts';
import { lookAt } from '../../../../cli/import/look.ts';
import type { Look } from '../../../../cli/import/look.ts';
import type { Recognised } from '../../../../cli/import/layout.ts';
import { recogniseSource } from '../../../../cli/import/recognise.ts';
import { useAppId, useClient } from '../../../api/use-call.ts';
import { useSession } from '../../../session/session.tsx';
import { bytes, count, grouped } from '../../../parts/figures/in-words.ts';
import { Flash } from '../../../parts/flash.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { BrowserFiles } from './browser-files.ts';
import { browserLayouts } from './browser-layouts.ts';
import { ByCommandLine } from './drop-zone.tsx';
import { ForCommandLineError } from './for-command-line.ts';
import type { Given } from './given-files.ts';
import { beginRun } from './import-run.ts';
import { LookView } from './look-view.tsx';

interface LookedAtProps {
  readonly given: Given;
  readonly datasetId: string;
  readonly onOther: () => void;
}

/** What was found. */
interface Found {
  readonly source?: Recognised;
  readonly look?: Look;
  readonly error?: Error;
  /** How many entries are looked at so far. */
  readonly read?: number;
}

/** Pictures of more than this are looked at when they are sent: that they are there is enough. */
const maxThoroughBytes = 500_000_000;

/** Says what would be sent, what is left out and why; sends it when it is told to. */
export function LookedAt({ given, datasetId, onOther }: LookedAtProps) {
  const client = useClient();
  const app = useAppId();
  const { userId } = useSession().session;
  const [files] = useState(() => new BrowserFiles(given.name, given.files));
  const [update, setUpdate] = useState(false);
  const [problems] = useState<Problem[]>([]);
  const isThorough = files.size.bytes <= maxThoroughBytes;
  const found = useLook({ given, files, datasetId, isThorough, problems });
  const { source, look, error } = found;
  const send = () => {
    if (!source || !look) return;
    const total = look.counts.read;
    const place = `${userId}/${app}/${datasetId}`;
    beginRun({ client, datasetId, source, files, update, total, place });
  };
  const sendable = look ? look.counts.read - totalOf(look.counts.leftOut) - look.counts.failed : 0;
  return (
    <div class="stack">
      <Panel
        title={given.name}
        text={`${count(files.size.files, 'file')}, ${bytes(files.size.bytes)}`}
        actions={
          <button type="button" onClick={onOther}>
            Choose something else
          </button>
        }
      >
        {error && <Refused error={error} datasetId={datasetId} />}
        {!look && !error && (
          <p role="status">Looking at it … {grouped(found.read ?? 0)} entries so far</p>
        )}
        {source && look && (
          <LookView source={source} look={look} problems={problems} isThorough={isThorough} />
        )}
      </Panel>
      {look && (
        <div class="row">
          <button type="button" class="primary" disabled={sendable === 0} onClick={send}>
            Send {count(sendable, 'input')}
          </button>
          <label class="choice">
            <input
              type="checkbox"
              checked={update}
              onChange={({ currentTarget: { checked } }) => setUpdate(checked)}
            />
            Inputs that are there already take over these labels
          </label>
        </div>
      )}
    </div>
  );
}

interface LookInput {
  readonly given: Given;
  readonly files: BrowserFiles;
  readonly datasetId: string;
  readonly isThorough: boolean;
  /** Gets everything that is left out or would fail. */
  readonly problems: Problem[];
}

function useLook({ given, files, datasetId, isThorough, problems }: LookInput): Found {
  const [found, setFound] = useState<Found>({});
  useEffect(() => {
    let isGone = false;
    const say = (more: Found) => !isGone && setFound((before) => ({ ...before, ...more }));
    const look = async () => {
      const origin = { files, ...(given.file === undefined ? {} : { file: given.file }) };
      const source = await recogniseSource(browserLayouts, origin);
      problems.length = 0;
      const options = {
        files: source.files ?? files,
        datasetId,
        isThorough,
        onProblem: (problem: Problem) => void problems.push(problem),
        onProgress: (read: number) => say({ read }),
      };
      say({ source, look: await lookAt(source, options) });
    };
    look().catch((error: Error) => say({ error }));
    return () => {
      isGone = true;
    };
  }, [given]);
  return found;
}

function Refused({ error, datasetId }: { error: Error; datasetId: string }) {
  const isForOthers =
    error instanceof ForCommandLineError || error.message.includes('the command line');
  return (
    <div class="stack" role="alert">
      <Flash tone="error">{error.message}</Flash>
      {isForOthers && <ByCommandLine datasetId={datasetId} />}
    </div>
  );
}
