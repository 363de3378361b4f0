import { ownTemporaryFolder } from '../temporary-folder.ts';

/** Around those of the test files: takes along what a worker left that did not come to its end. */
export default (): void => void ownTemporaryFolder('jest');
