import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Objects } from '../../core/ports/objects.ts';
import type { StagedFile, StagingStore } from '../../core/ports/staging-store.ts';

export interface StagingStoreUnderTest {
  readonly store: StagingStore;
  /** Of the same keys. */
  readonly objects: Objects;
}

/** What every `StagingStore` promises. */
export function describeStagingStore(name: string, make: () => StagingStoreUnderTest): void {
  describe(`${name} as a StagingStore`, () => {
    const key = 'base-models/somebody/model/model.safetensors';
    let folder: string;
    let under: StagingStoreUnderTest;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'staging-store-'));
      under = make();
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const file = (content: string): StagedFile => {
      const path = join(folder, 'file');
      writeFileSync(path, content);
      const sha256 = createHash('sha256').update(content).digest('hex');
      return { path, size: content.length, sha256 };
    };
    const stored = async () => Buffer.from((await under.objects.get(key)) ?? []).toString();

    test('what was uploaded is there, byte for byte', async () => {
      await under.store.upload(key, file('weights'));

      expect(await stored()).toBe('weights');
      expect(await under.store.has(key, file('weights'))).toBe(true);
    });

    test('other bytes of the same size are not the same file', async () => {
      await under.store.upload(key, file('weights'));

      expect(await under.store.has(key, file('WEIGHTS'))).toBe(false);
      expect(await under.store.has(key, file('weights and more'))).toBe(false);
    });

    test('nothing is there before', async () => {
      expect(await under.store.has(key, file('weights'))).toBe(false);
    });

    test('an upload takes the place of what was there', async () => {
      await under.store.upload(key, file('first'));
      await under.store.upload(key, file('second'));

      expect(await stored()).toBe('second');
    });

    test('a file that changed since it was hashed is refused', async () => {
      const hashed = file('weights');
      writeFileSync(hashed.path, 'WEIGHTS');

      await expect(under.store.upload(key, hashed)).rejects.toMatchObject({ code: 'conflict' });

      expect(await under.objects.head(key)).toBeUndefined();
    });
  });
}
