import { useEffect, useReducer, useState } from 'preact/hooks';
import { useAppId } from '../../../api/use-call.ts';
import { useSession } from '../../../session/session.tsx';
import type { DatasetTabProps } from '../dataset.tsx';
import { DropZone } from './drop-zone.tsx';
import type { Given } from './given-files.ts';
import { currentRun, forgetRun, onRun } from './import-run.ts';
import type { ImportRun } from './import-run.ts';
import { LookedAt } from './looked-at.tsx';
import { RunView } from './run-view.tsx';

/** Fills a dataset from a folder, a table or a file of annotations. */
export function Import({ datasetId }: DatasetTabProps) {
  const app = useAppId();
  const { session } = useSession();
  const [given, setGiven] = useState<Given>();
  const run = useRun();
  const isHere = run !== undefined && run.options.place === `${session.userId}/${app}/${datasetId}`;
  if (isHere)
    return (
      <RunView
        run={run}
        onAgain={() => {
          forgetRun();
          setGiven(undefined);
        }}
      />
    );
  if (given)
    return <LookedAt given={given} datasetId={datasetId} onOther={() => setGiven(undefined)} />;
  return <DropZone datasetId={datasetId} onGiven={setGiven} />;
}

/** The import of this tab, drawn anew as it goes on. */
function useRun(): ImportRun | undefined {
  const [, redraw] = useReducer<number, void>((times) => times + 1, 0);
  useEffect(() => onRun(() => redraw()), []);
  return currentRun();
}
