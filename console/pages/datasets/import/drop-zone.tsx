import { useRef, useState } from 'preact/hooks';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { grouped } from '../../../parts/figures/in-words.ts';
import { Flash } from '../../../parts/flash.tsx';
import { importCommand } from './import-command.ts';
import { filesOfDrop, filesOfInput } from './dropped-files.ts';
import { givenFrom } from './given-files.ts';
import type { Given } from './given-files.ts';

interface DropZoneProps {
  readonly datasetId: string;
  readonly onGiven: (given: Given) => void;
}

/** Takes a folder or files: dropped, or chosen in the browser's dialog. */
export function DropZone({ datasetId, onGiven }: DropZoneProps) {
  const [found, setFound] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const take = (given: Given) => {
    setFound(undefined);
    if (given.files.length > 0) onGiven(given);
    else setProblem('There was no file in it');
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    if (!event.dataTransfer) return;
    setFound(0);
    try {
      take(givenFrom(await filesOfDrop(event.dataTransfer.items, setFound)));
    } catch (error) {
      setFound(undefined);
      setProblem(`What was dropped cannot be read: ${(error as Error).message}`);
    }
  };
  return (
    <div class="stack">
      {problem !== undefined && <Flash tone="error">{problem}</Flash>}
      <section
        class="panel empty drop-zone"
        aria-label="Import"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => void drop(event)}
      >
        <h2>Drop a folder here</h2>
        <p>
          Folders whose names are concepts, pictures without labels, CSV or JSONL with texts or
          pictures, COCO, YOLO. It is looked at first; nothing is sent before you say so.
        </p>
        <div class="row">
          <Chooser text="Choose a folder" isFolder onGiven={take} />
          <Chooser text="Choose files" isFolder={false} onGiven={take} />
        </div>
        {found !== undefined && <p role="status">{grouped(found)} files found …</p>}
      </section>
      <ByCommandLine datasetId={datasetId} />
    </div>
  );
}

interface ChooserProps {
  readonly text: string;
  readonly isFolder: boolean;
  readonly onGiven: (given: Given) => void;
}

function Chooser({ text, isFolder, onGiven }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="primary" onClick={() => input.current?.click()}>
        {text}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={text}
        {...(isFolder ? { webkitdirectory: true } : {})}
        onChange={({ currentTarget: { files } }) => onGiven(givenFrom(filesOfInput(files ?? [])))}
      />
    </>
  );
}

/** What the command line does with it: archives, buckets, very much data. */
export function ByCommandLine({ datasetId }: { datasetId: string }) {
  const command = importCommand(datasetId);
  return (
    <p class="hint">
      ZIP archives, Clarifai exports, Pascal VOC and S3 are read by the command line:{' '}
      <code>{command}</code> <CopyButton text={command} label="Copy the command" />
    </p>
  );
}
