import { Typography } from '@mantine/core';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import styles from './markdown.module.css';

const PLUGINS = [remarkGfm];

/** Markdown without raw HTML; headings start at level 3, below the page's own. */
export function MarkdownText({ text }: { readonly text: string }) {
  return (
    <Typography className={styles.text ?? ''}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={{ h1: 'h3', h2: 'h3', h3: 'h4', h4: 'h5', pre: Pre }}>
        {text}
      </ReactMarkdown>
    </Typography>
  );
}

/** A block of code can be wider than its pane, so the keyboard must be able to scroll it. */
function Pre({ children }: { readonly children?: React.ReactNode }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable
  return <pre tabIndex={0}>{children}</pre>;
}
