import { failed } from '../../../cli/import/entry.ts';
import type { Entry } from '../../../cli/import/entry.ts';
import { prepareInput } from '../../../cli/import/sending/prepare.ts';
import { localOrigin } from '../../../cli/import/folder-files.ts';
import { join } from 'node:path';
import { height, isRefusedAtIntake, pictures, texts, width } from '../../intake/table.ts';

const folder = join(__dirname, '..', '..', 'intake', 'files');

const prepare = async (entry: Omit<Entry, 'where' | 'concepts' | 'metadata'>) => {
  const { files } = await localOrigin(folder);
  return prepareInput(
    { where: 'here', concepts: [], metadata: {}, ...entry },
    { datasetId: 'all', files, byUrl: false },
  );
};

test.each(pictures)('$file: $what', async (row) => {
  // The yellow quarter, in the picture as it is seen.
  const region = {
    concept: 'yellow',
    box: [width / 2, height / 2, width / 2, height / 2],
  } as const;

  const prepared = await prepare({
    content: { kind: 'file', name: row.file },
    regions: [region],
  });

  if (isRefusedAtIntake(row)) {
    expect(prepared).toMatchObject({
      ...failed('here', ''),
      reason: expect.stringMatching(`${row.refused}: `),
    });
    return;
  }
  expect(prepared).toHaveProperty('body.data.regions.0.region_info.bounding_box', {
    top_row: 0.5,
    left_col: 0.5,
    bottom_row: 1,
    right_col: 1,
  });
});

test.each(texts)('a text: $what', async ({ text, refused }) => {
  const prepared = await prepare({ content: { kind: 'text', text } });

  if (refused === undefined) expect(prepared).toHaveProperty('body.data.text.raw', text);
  else
    expect(prepared).toMatchObject({
      ...failed('here', ''),
      reason: expect.stringContaining('Character'),
    });
});
