'use client';

import dynamic from 'next/dynamic';

/** Markdown of a lab; its reader is loaded when the first text needs it. */
export const Markdown = dynamic(() => import('./markdowntext.tsx').then((module) => module.MarkdownText), {
  ssr: false,
});
