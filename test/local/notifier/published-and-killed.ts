import { addWebhook, hostOn, trained } from './host-on.ts';

/** A host that tells of one event, to be killed by whoever started it. */
const [, , folder = '', url = ''] = process.argv;
const host = hostOn(folder);
await host.resume();
await addWebhook(host, url);
await host.deps.events.publish(trained('v1'));
process.stdout.write('published\n');
setInterval(() => undefined, 1_000);
