import { Text } from '@mantine/core';

/** Is read aloud as soon as it says something. */
export function Problem({ text }: { readonly text: string | undefined }) {
  return (
    <Text size="sm" role="alert" c="var(--hop-rejected)" hidden={!text}>
      {text}
    </Text>
  );
}
