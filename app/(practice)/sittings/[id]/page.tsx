import type { Metadata } from 'next';
import { preload } from 'react-dom';
import { texts } from '../../../_ui/texts.ts';
import { Workspace } from './_workspace/workspace.tsx';

export const metadata: Metadata = { title: texts.workspace.terminal };

interface SittingPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function SittingPage({ params }: SittingPageProps) {
  const { id } = await params;
  // The sitting is opened while the code of the page is still on its way.
  preload(`/api/sittings/${encodeURIComponent(id)}`, { as: 'fetch', crossOrigin: 'anonymous' });
  return <Workspace sittingId={id} />;
}
