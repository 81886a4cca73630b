import type { Metadata } from 'next';
import { preload } from 'react-dom';
import { getHost } from '../../../../lib/server/host.ts';
import { texts } from '../../../_ui/texts.ts';
import { Workspace } from './_workspace/workspace.tsx';

export const metadata: Metadata = { title: texts.workspace.terminal };

const TERMINAL_FONT = new URL(
  '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  import.meta.url,
).pathname;

interface SittingPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function SittingPage({ params }: SittingPageProps) {
  const { id } = await params;
  preload(TERMINAL_FONT, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
  return (
    <>
      <Workspace sittingId={id} />
      {/* Neither async nor deferred: the terminal opens as soon as its place is there, before the code of the page. */}
      <script src={getHost().terminalScript} data-sitting={id} />
    </>
  );
}
