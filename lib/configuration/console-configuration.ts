import * as z from 'zod';

const hostName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const certificate = /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/;

/** Where the console is served. */
export const consoleConfiguration = z
  .strictObject({
    /** An own name, such as `deeptune.example.com`; absent: CloudFront's. */
    domain: z.string().regex(hostName, 'must be a host name in lower case').optional(),
    /** Of that name. CloudFront reads certificates in us-east-1 only, wherever the rest lies. */
    certificateArn: z
      .string()
      .regex(certificate, 'must be the ARN of an ACM certificate in us-east-1')
      .optional(),
    /**
     * Where links in notifications lead without an own name: the first deployment prints it.
     * Absent: they lead to the API only.
     */
    url: z.url({ protocol: /^https$/ }).optional(),
  })
  .superRefine(({ domain, certificateArn, url }, context) => {
    if ((domain === undefined) !== (certificateArn === undefined))
      context.addIssue({
        code: 'custom',
        message: 'needs domain and certificateArn together, or none of them',
      });
    if (domain !== undefined && url !== undefined)
      context.addIssue({ code: 'custom', path: ['url'], message: 'is that of the domain already' });
  });

/**
 * Where the console is, as far as it is known before it is deployed; without a slash at the end.
 */
export function consoleUrlOf({
  console,
}: {
  readonly console?: z.output<typeof consoleConfiguration> | undefined;
}): string | undefined {
  if (console?.domain !== undefined) return `https://${console.domain}`;
  return console?.url?.replace(/\/+$/, '');
}
