import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { S3Objects } from '../../../lambda/adapters/s3-objects.ts';
import { describeObjects } from '../../contract/objects.contract.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

const bucket = 'deeptune-data';

describeObjects('S3Objects', async () => {
  const client = fakeClients(new FakeAws()).s3;
  const port = new S3Objects({ client, bucket });
  const download = async (url: string) => {
    const key = new URL(url).pathname.slice(1);
    return (await signedAgain(url, key)) === url ? port.get(key) : undefined;
  };
  return { port, download };

  /** The link that S3 would accept for this key: the same but for the signature, if somebody changed it. */
  async function signedAgain(url: string, key: string): Promise<string> {
    const query = new URL(url).searchParams;
    const [, y, m, d, h, min, s] =
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
    return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), {
      expiresIn: Number(query.get('X-Amz-Expires')),
      signingDate: new Date(`${y}-${m}-${d}T${h}:${min}:${s}Z`),
    });
  }
});
