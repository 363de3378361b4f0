import {
  findModelType,
  findTemplate,
  isTrainable,
  modelTypes,
} from '../../../core/catalog/catalog.ts';
import { resolveHyperparameters } from '../../../core/catalog/hyperparameters/hyperparameters.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Job } from './job-schema.ts';
import type { JobProblem } from './read-job-file.ts';

/**
 * What is wrong about a job beside its form: nothing to train on, a type, template or
 * hyperparameter that is not there. By the catalog that the service has too.
 */
export function checkTraining(job: Job): JobProblem[] {
  const { data, type, template } = job;
  if (data.from === undefined && data.dataset === undefined)
    return [{ path: ['data'], message: 'data needs from: a folder or file, or dataset: an id' }];
  if (data.from !== undefined && data.version !== undefined)
    return [
      {
        path: ['data', 'version'],
        message: 'data.version is a dataset version that is there, so that data.from is left out',
      },
    ];
  const types = modelTypes.filter(isTrainable).map(({ id }) => id);
  if (type !== undefined && !types.includes(type))
    return [
      { path: ['type'], message: `type is '${type}' but must be one of ${types.join(', ')}` },
    ];
  if (type === undefined || template === undefined) return [];
  return problemOf(type, template, (job.hyperparameters ?? {}) as JsonObject);
}

function problemOf(type: string, template: string, params: JsonObject): JobProblem[] {
  const modelType = findModelType(type);
  try {
    findTemplate(modelType, template);
  } catch (error) {
    return [{ path: ['template'], message: (error as Error).message }];
  }
  // One by one, so that each has its line.
  return Object.entries(params).flatMap(([name, value]) => {
    try {
      const found = findTemplate(modelType, template);
      resolveHyperparameters(modelType, found, { [name]: value, template });
      return [];
    } catch (error) {
      return [{ path: ['hyperparameters', name], message: (error as Error).message }];
    }
  });
}
