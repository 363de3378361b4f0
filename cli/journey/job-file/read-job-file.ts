import type { TrainRequest } from '../train-request.ts';
export function readJobFile(_path: string, _folder: string): TrainRequest {
  throw new Error('x');
}
