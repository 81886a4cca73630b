/**
 * The name that is known before one is generated, in the words of a plugin that may change the object: the prefix.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/admission/errors.go (extractResourceName)
 */
export function askedName({
  name = '',
  generateName,
}: {
  readonly name?: string;
  readonly generateName?: string;
}): string {
  return generateName && name.startsWith(generateName) ? generateName : name;
}
