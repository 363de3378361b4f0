import { copiedInputs } from '../../../../../core/dataset/version/warnings/copied-inputs.ts';
import { decodedPictures } from '../../../../../core/dataset/version/warnings/decoded-pictures.ts';
import { deletedInputs } from '../../../../../core/dataset/version/warnings/deleted-inputs.ts';
import { fewInputs } from '../../../../../core/dataset/version/warnings/few-inputs.ts';
import { testSet } from '../../../../../core/dataset/version/warnings/test-set.ts';
import { withoutRegions } from '../../../../../core/dataset/version/warnings/without-regions.ts';

const split = { inputs: 20, labelled: 20 };
const pictures = (counts: object) =>
  decodedPictures({ counts: { train: 32, test: 8, ...counts } } as never);
const copies = (count: number) =>
  copiedInputs({
    ...{ train: split, test: split, copies: count, heldOutCopies: count },
  } as unknown as Parameters<typeof copiedInputs>[0]);

const near = (count: number) => pictures({ nearPictures: { copies: count, acrossSplits: count } });

test.each([
  [near(1), ['1 of 40 pictures nearly repeats', '1 picture nearly repeats one on']],
  [near(2), ['2 of 40 pictures nearly repeat ', '2 pictures nearly repeat one on']],
  [pictures({ pictures: { 'one-colour': 1 } }), ['1 of 40 pictures has one single colour']],
  [copies(1), ['1 of 40 inputs repeats the image', '1 of 20 held-out inputs repeats']],
  [copies(3), ['3 of 40 inputs repeat the image', '3 of 20 held-out inputs repeat the']],
  [deletedInputs(1, 9), ['1 of the 9 inputs of the dataset version was deleted since: it is']],
  [deletedInputs(2, 9), ['2 of the 9 inputs of the dataset version were deleted since: they are']],
  [fewInputs(1), ['1 input is few']],
  [testSet(1), ['1 held-out input tells a share']],
  [
    withoutRegions({ unmarked: 1, backgrounds: 1 }),
    ['1 image has a concept', '1 image has neither'],
  ],
])('what is counted agrees with its verb: %j', (warnings, begins) => {
  const messages = warnings.map(({ message }) => message);

  expect(messages).toHaveLength(begins.length);
  begins.forEach((begin, at) => expect(messages[at]).toContain(begin));
});
