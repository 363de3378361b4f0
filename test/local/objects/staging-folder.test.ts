import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileObjects } from '../../../local/objects/file-objects.ts';
import { StagingFolder } from '../../../local/objects/staging-folder.ts';
import { describeStagingStore } from '../../contract/staging-store.contract.ts';

describeStagingStore('StagingFolder', () => {
  const root = mkdtempSync(join(tmpdir(), 'deeptune-staging-'));
  const objects = new FileObjects({
    root,
    baseUrl: 'http://127.0.0.1:8420',
    signingKey: 'k'.repeat(32),
    now: () => '2026-11-28T12:00:00.000Z',
  });
  return { store: new StagingFolder(objects, root), objects };
});
