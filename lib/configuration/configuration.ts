import * as z from 'zod';
import { whyNotOffered } from '../../core/catalog/instance-types.ts';
import { imageRegion, parseImage } from './container-image.ts';
import { defaultName, nameProblem } from './names.ts';
import { consoleConfiguration } from './console-configuration.ts';
import { parseBucketPlace } from '../../net/bucket-place.ts';
import { parseHostPattern } from '../../net/host-pattern.ts';
import { vpcConfiguration } from './vpc-configuration.ts';
import { regionProblem } from './region.ts';

/** One of `core/catalog/instance-types.ts` that a training can use whole. */
const instanceType = z.string().superRefine((name, context) => {
  const message = whyNotOffered(name);
  if (message) context.addIssue({ code: 'custom', message });
});
const micros = z.int().positive();
const image = z.string().refine((uri) => parseImage(uri) !== undefined, {
  error:
    'must name an ECR image by digest: <account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<64 hexadecimal digits>',
});

/** A text that a parser takes; what the parser throws says what is wrong with it. */
const textFor = (parse: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });

/** A text about which a function has nothing to say; what it says is what is wrong. */
const textWithout = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const schema = z
  .strictObject({
    /** Of the deployment: several fit one account and Region under different names. */
    name: textWithout(nameProblem).default(defaultName),
    /** Absent: the account and region of the credentials that deploy. */
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be 12 digits')
      .optional(),
    region: textWithout(regionProblem).optional(),
    instanceType: instanceType.default('ml.g5.xlarge'),
    /**
     * What trainings may name, and IAM lets a training job run on. Default: `instanceType` alone.
     */
    allowedInstanceTypes: z.array(instanceType).min(1).optional(),
    useSpot: z.boolean().default(true),
    /** What is charged for training, millionths of a dollar. */
    rateMicrosPerHour: micros.default(4_000_000),
    /**
     * The same for single instance types; one without is charged `rateMicrosPerHour`, scaled by the
     * ratio of list prices.
     */
    ratesMicrosPerHour: z.record(z.string(), micros).default({}),
    /** Most that one user may have held and posted in a calendar month. */
    budgetMicrosPerMonth: micros,
    /** Most trainings of one user that hold a reservation at the same time. */
    maxConcurrentTrainings: z.int().min(1).max(1000),
    /**
     * Longest stopping condition of a training job: a longer training is refused before it starts,
     * and IAM refuses its job.
     */
    maxRuntimeSeconds: z.int().min(60).max(432_000).default(432_000),
    /** Default: the AWS Hugging Face images, by tag. Production: by digest. */
    trainingImage: image.optional(),
    inferenceImage: image.optional(),
    /** Absent: jobs run in SageMaker's own network, as isolated as in a VPC. */
    vpc: vpcConfiguration.optional(),
    /** Who is told of alarms; must confirm the subscription. */
    alarmEmail: z.email().optional(),
    /** Browser origins that may call the API; it uses no cookies. */
    corsOrigins: z.array(z.string()).min(1).default(['*']),
    /** Most requests of one user in a second, Clarifai's own by default; 0: not counted. */
    requestsPerSecond: z.int().min(0).max(1000).default(15),
    /**
     * Endpoints that are kept; beyond, those unused for longest are freed. AWS documents 50 for an
     * account and Region.
     */
    maxEndpoints: z.int().min(1).max(1000).default(5),
    /**
     * Requests that all of them together serve at a time, in equal shares. Young accounts have 10,
     * which every account has room for.
     */
    maxEndpointConcurrency: z.int().min(1).max(10_000).default(10),
    /** Hours after its last prediction at which an endpoint is freed. */
    endpointIdleHours: z.int().min(1).max(8_760).default(24),
    /** Hosts that inputs may be fetched from by URL. */
    fetchHosts: z.array(textFor(parseHostPattern)).default([]),
    /**
     * Buckets, or prefixes in them, that inputs may be read from by `s3://` URL with the service's
     * own role.
     */
    fetchBuckets: z.array(textFor(parseBucketPlace)).default([]),
    /** The web console in a stack of its own; absent: none is deployed. */
    console: consoleConfiguration.optional(),
  })
  .superRefine((value, context) => {
    const allowed = value.allowedInstanceTypes;
    if (allowed && !allowed.includes(value.instanceType)) {
      context.addIssue({
        code: 'custom',
        path: ['allowedInstanceTypes'],
        message: `must contain instanceType "${value.instanceType}"`,
      });
    }
    if (value.maxEndpointConcurrency < value.maxEndpoints) {
      context.addIssue({
        code: 'custom',
        path: ['maxEndpointConcurrency'],
        message: `is ${value.maxEndpointConcurrency}, which leaves none for some of the ${value.maxEndpoints} endpoints of "maxEndpoints"; give at least as many, or allow fewer endpoints`,
      });
    }
    for (const name of Object.keys(value.ratesMicrosPerHour)) {
      const message = whyNotOffered(name);
      if (message) context.addIssue({ code: 'custom', path: ['ratesMicrosPerHour'], message });
    }
    for (const name of ['trainingImage', 'inferenceImage'] as const) {
      const region = value[name] === undefined ? undefined : imageRegion(value[name]);
      if (region && value.region && region !== value.region) {
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `lies in ${region}; SageMaker pulls from its own region, ${value.region}`,
        });
      }
    }
  });

export type Configuration = z.output<typeof schema>;

/** What a training may name as its instance type. */
export function allowedInstanceTypesOf(
  configuration: Pick<Configuration, 'allowedInstanceTypes' | 'instanceType'>,
): readonly string[] {
  return configuration.allowedInstanceTypes ?? [configuration.instanceType];
}

/**
 * The deployment's configuration, with defaults filled in.
 * @param file what messages call it
 * @throws Error with one line per wrong field
 */
export function readConfiguration(text: string, file = 'deeptune.config.json'): Configuration {
  const result = schema.safeParse(parseJson(text, file));
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(file)'}: ${issue.message}`,
  );
  throw new Error(`${file} is not valid:\n${lines.join('\n')}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
