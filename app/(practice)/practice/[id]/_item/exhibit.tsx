import { Text } from '@mantine/core';
import styles from './fields.module.css';

interface ExhibitProps {
  readonly kind: 'manifest' | 'terminal' | 'file';
  readonly title?: string | undefined;
  readonly text: string;
}

/** A manifest, a terminal or a file to look at; what is too wide scrolls inside it, by keyboard too. */
export function Exhibit({ kind, title, text }: ExhibitProps) {
  return (
    <figure className={styles.exhibit}>
      {title && (
        <Text component="figcaption" size="sm" c="dimmed" mb={4}>
          {title}
        </Text>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.code} data-kind={kind} tabIndex={0}>
        {text.replace(/\n+$/, '')}
      </pre>
    </figure>
  );
}
