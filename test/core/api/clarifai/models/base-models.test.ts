import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { AppUnderTest } from '../../app-under-test.ts';

const lab = new AppUnderTest();
beforeAll(() => lab.open());
afterAll(() => lab.close());

interface Listed {
  readonly id: string;
  readonly isStaged: boolean;
}

const list = async (): Promise<Listed[]> =>
  (await lab.must('GET', '/base_models'))['base_models'] as Listed[];

test('a base model is staged where its manifest, which is written last, is there', async () => {
  const id = 'packaged/minilm';
  const minilm = async () => (await list()).find((each) => each.id === id);
  const listed = {
    id,
    templates: ['Deeptune_MiniLM'],
    stageCommand: 'deeptune stage-model packaged/minilm',
  };
  expect(await minilm()).toEqual({ ...listed, isStaged: true });

  await lab.deps.objects.delete(objectKeys.baseModelManifest(id));

  expect(await minilm()).toEqual({ ...listed, isStaged: false });
  expect((await list()).filter(({ isStaged }) => !isStaged)).toHaveLength(1);
});
