/** What a container runs for who attaches to it: its command, where that waits for input. */
import { findWorkload } from './catalogue.ts';

export interface AttachedContainer {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly stdin?: boolean;
}

/** Empty where nothing in the container reads input: a server of the image's own, or standard input is not kept open. */
export function attachedWords(container: AttachedContainer): readonly string[] {
  return container.stdin ? wordsOf(container) : [];
}

function wordsOf({ image = '', command, args }: AttachedContainer): readonly string[] {
  const known = findWorkload(image)?.image;
  if (!known) return [];
  const start = command ?? known.entrypoint;
  const rest = args ?? (command ? [] : known.cmd);
  const words = [...start, ...rest];
  // The entry point of this image takes options and URLs for curl's.
  if (!command && /(^|\/)curlimages\/curl(:|$)/.test(image) && /^(-|[a-z]+:\/\/)/.test(words[0] ?? '')) {
    return ['curl', ...words];
  }
  if (command || known.entrypoint.length === 0) return words;
  const handsOn = /docker-entrypoint\.sh$/.test(known.entrypoint[0] ?? '');
  return handsOn && args?.length ? args : [];
}
