// CloudFront Function, runtime cloudfront-js-2.0, at each request of a viewer.
// Every address of the console is answered with its one page, which reads the address itself;
// what is a file keeps its name. Models and datasets may have a dot in their ids: only what lies
// at the root, or below /assets/, is a file.
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- CloudFront calls it
function handler(event) {
  const request = event.request;
  const isFile = /^\/assets\//.test(request.uri) || /^\/[^/]+\.[a-z0-9]+$/.test(request.uri);
  if (!isFile) request.uri = '/index.html';
  return request;
}
