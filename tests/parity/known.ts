const OPENAPI_V2 =
  'kubectl asks for OpenAPI v2 in protocol buffers when it does not know a kind; the server has version 3 only';

/** Differences that we know, by the line as it is written, each with its reason. One that disappears fails the suite. */
export const KNOWN: Readonly<Record<string, string>> = {
  'apply -f bad-kind.yaml': OPENAPI_V2,
  'create -f bad-kind.yaml': OPENAPI_V2,
};
