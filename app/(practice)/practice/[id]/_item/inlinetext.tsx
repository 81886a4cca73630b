import { Code } from '@mantine/core';

/** One line of text; what stands between backticks is code. */
export function InlineText({ text }: { readonly text: string }) {
  const parts = text.split(/`([^`]+)`/);
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text do not move
  return <>{parts.map((part, index) => (index % 2 === 1 ? <Code key={index}>{part}</Code> : part))}</>;
}
