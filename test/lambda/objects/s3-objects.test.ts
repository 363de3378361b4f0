import { S3Objects } from '../../../lambda/objects/s3-objects.ts';
import { describeObjects } from '../../contract/objects.contract.ts';
import { s3On } from '../../wire/clients.ts';
import { listen } from '../../wire/protocol/endpoint.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

/** Over a socket: links are followed as anybody follows them. */
describeObjects('S3Objects', async () => {
  const { url: endpoint, close } = await listen(new FakeAws());
  const port = new S3Objects({ client: s3On(endpoint), bucket: 'deeptune-data' });
  const download = async (url: string) => {
    const response = await fetch(url);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  };
  const upload = async (url: string, body: Uint8Array) =>
    (await fetch(url, { method: 'PUT', body: Buffer.from(body) })).ok;
  return { port, download, upload, cleanup: close };
});
