/** Models: https://github.com/distribution/reference/blob/v0.6.0/regexp.go (ReferenceRegexp) */

const DIGEST = /@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const TAG = /:\w[\w.-]{0,127}$/;
const HOST =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::\d+)?$/;
const PART = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;

/** Whether an image's name can be read at all. */
export function isImageReference(image: string): boolean {
  const name = image.replace(DIGEST, '');
  return [name, name.replace(TAG, '')].some((one) => {
    const [first = '', ...rest] = one.split('/');
    const isName = (parts: readonly string[]) => parts.length > 0 && parts.every((part) => PART.test(part));
    return isName([first, ...rest]) || (HOST.test(first) && isName(rest));
  });
}
