import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { SelfsignedOptions } from 'selfsigned';

/**
 * As `openssl req -x509` makes one: gRPC for Python trusts no certificate as a root that may not
 * sign.
 */
const extensions = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, digitalSignature: true, keyEncipherment: true },
  { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
] satisfies SelfsignedOptions['extensions'];

/** Writes a certificate for `localhost` and its key as PEM files. @returns their paths */
export async function writeCertificate(
  folder: string,
): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    extensions,
  });
  writeFileSync(certificate, made.cert);
  writeFileSync(key, made.private);
  return { certificate, key };
}
