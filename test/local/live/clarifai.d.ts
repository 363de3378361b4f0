/** What the tests use of Clarifai's oldest client, which ships no types. */
declare module 'clarifai' {
  /* eslint-disable @typescript-eslint/no-explicit-any -- answers as the client hands them on */
  interface Models {
    create(model: object, concepts: readonly string[]): Promise<any>;
    train(model: object | string, sync?: boolean): Promise<any>;
    get(id: string): Promise<any>;
    getVersion(model: object | string, versionId: string): Promise<any>;
    getVersions(model: object | string): Promise<any>;
    getOutputInfo(model: object | string): Promise<any>;
    predict(model: object, inputs: readonly object[], config?: object): Promise<any>;
    mergeConcepts(model: object): Promise<any>;
    search(name: string, type?: string): Promise<any>;
    feedback(model: string, input: string, feedback: object): Promise<any>;
    delete(id: string, versionId?: string): Promise<any>;
  }
  interface Inputs {
    create(inputs: readonly object[]): Promise<any>;
    getStatus(): Promise<any>;
    search(queries: object, page: object): Promise<any>;
    delete(ids?: readonly string[]): Promise<any>;
  }
  export class App {
    constructor(options: { apiKey: string; apiEndpoint: string; userId: string; appId: string });
    readonly models: Models;
    readonly inputs: Inputs;
  }
}
