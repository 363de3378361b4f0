import { useState } from 'preact/hooks';
import type { Client } from '../../../../client/client.ts';
import type { DatasetVersion, DatasetVersionExport } from '../../../../core/api/wire/messages.ts';
import { useClient } from '../../../api/use-call.ts';
import { Dialog } from '../../../parts/dialog/dialog.tsx';
import { bytes } from '../../../parts/figures/in-words.ts';
import { Problem, Spinner } from '../../../parts/states.tsx';

const formats = [
  { format: 'COCO', text: 'COCO: one JSON of boxes, polygons and masks, with the pictures' },
  { format: 'CLARIFAI_DATA_JSON', text: "Clarifai's export as JSON" },
  { format: 'CLARIFAI_DATA_PROTOBUF', text: "Clarifai's export as protobuf" },
] as const;

type Format = (typeof formats)[number]['format'];
type Made = Readonly<Partial<Record<Format, DatasetVersionExport | Error | 'busy'>>>;

/** Makes archives of a version, and gives their links. */
export function ExportDialog({
  version,
  onClose,
}: {
  version: DatasetVersion;
  onClose: () => void;
}) {
  const client = useClient();
  const [made, setMade] = useState<Made>({});
  const make = async (format: Format) => {
    setMade((before) => ({ ...before, [format]: 'busy' }));
    const at = { dataset_id: version.dataset_id, dataset_version_id: version.id };
    const found = await exported(client, at, format).catch((error: Error) => error);
    setMade((before) => ({ ...before, [format]: found }));
  };
  return (
    <Dialog title="Export a dataset version" onClose={onClose}>
      <p>
        A ZIP archive of version <code>{version.id}</code>, which <code>deeptune import</code> reads
        back.
      </p>
      <ul class="stack plain">
        {formats.map(({ format, text }) => (
          <li key={format}>
            <p>{text}</p>
            <Archive found={made[format]} onMake={() => void make(format)} format={format} />
          </li>
        ))}
      </ul>
      <footer>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </footer>
    </Dialog>
  );
}

/** So often it is asked whether an archive is made, a second apart. */
const maxAsked = 600;

/** Asks for an archive until it is there. @throws ApiError; Error where it takes too long */
async function exported(
  client: Client,
  at: { readonly dataset_id: string; readonly dataset_version_id: string },
  format: Format,
): Promise<DatasetVersionExport> {
  for (let asked = 0; asked < maxAsked; asked += 1) {
    const answer = await client.call('PutDatasetVersionExports', at, { exports: [{ format }] });
    const [found] = answer.exports;
    if (found?.url) return found;
    await new Promise((resolve) => setTimeout(resolve, asked === 0 ? 50 : 1_000));
  }
  throw new Error('It is still being made: look again later');
}

interface ArchiveProps {
  readonly found: Made[Format];
  readonly format: Format;
  readonly onMake: () => void;
}

function Archive({ found, format, onMake }: ArchiveProps) {
  if (found instanceof Error)
    return <Problem title="Not exported" error={found} onRetry={onMake} />;
  if (found && found !== 'busy' && found.url !== undefined)
    return (
      <a class="button primary" href={onThisOrigin(found.url)} download>
        Download {format} {found.size === undefined ? '' : bytes(Number(found.size))}
      </a>
    );
  return (
    <button type="button" disabled={found === 'busy'} onClick={onMake}>
      {found === 'busy' && <Spinner />} Create {format}
    </button>
  );
}

/** The link needs no key; the service names its own host, which a proxy may stand before. */
function onThisOrigin(address: string): string {
  const { pathname, search } = new URL(address, location.origin);
  return pathname + search;
}
