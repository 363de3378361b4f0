/** A JSON value: what hyperparameters, metadata and default values are made of. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };
