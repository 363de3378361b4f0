/** What the tests use of Clarifai's Node client, which ships no types of its own for it. */
declare module 'clarifai-nodejs-grpc' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- methods by RPC name
  export const ClarifaiStub: { grpc(address: string): any };
  export const grpc: { Metadata: new () => { set(name: string, value: string): void } };
}
