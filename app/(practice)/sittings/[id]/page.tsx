import type { Metadata } from 'next';
import { texts } from '../../../_ui/texts.ts';
import { Workspace } from './_workspace/workspace.tsx';

export const metadata: Metadata = { title: texts.workspace.terminal };

interface SittingPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function SittingPage({ params }: SittingPageProps) {
  const { id } = await params;
  return <Workspace sittingId={id} />;
}
