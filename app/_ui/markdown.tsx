import { Typography } from '@mantine/core';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import styles from './markdown.module.css';

const PLUGINS = [remarkGfm];
const HEADINGS = { h1: 'h3', h2: 'h3', h3: 'h4', h4: 'h5' } as const;

/** Markdown without raw HTML; headings start at level 3, below the page's own. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <Typography className={styles.text ?? ''}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={HEADINGS}>
        {text}
      </ReactMarkdown>
    </Typography>
  );
}
