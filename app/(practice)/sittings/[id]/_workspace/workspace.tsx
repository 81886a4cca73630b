'use client';

import '@xterm/xterm/css/xterm.css';
import { Anchor, Container, Stack, Title } from '@mantine/core';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { SiteHeader } from '../../../../_ui/siteheader.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { LoadingWorkspace } from './loadingworkspace.tsx';
import { SittingProvider, useSittingState } from './sittingcontext.tsx';
import { WorkspaceLayout } from './workspacelayout.tsx';

const words = texts.workspace;

export function Workspace({ sittingId }: { readonly sittingId: string }) {
  return (
    <SittingProvider sittingId={sittingId}>
      <OpenedWorkspace />
    </SittingProvider>
  );
}

function OpenedWorkspace() {
  const sitting = useSittingState((state) => state.sitting);
  const failure = useSittingState((state) => state.failure);
  if (failure) return <FailedWorkspace message={failure.message} code={failure.code} />;
  if (!sitting) return <LoadingWorkspace />;
  return <WorkspaceLayout sitting={sitting} />;
}

function FailedWorkspace({ message, code }: { readonly message: string; readonly code: string }) {
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="sm" py="xl">
        <Stack>
          <Title order={1} size="h2">
            {words.failedTitle}
          </Title>
          <FailureNote error={{ code, message }} onRetry={() => location.reload()} />
          <Anchor href="/labs">{texts.labStart.toList}</Anchor>
        </Stack>
      </Container>
    </>
  );
}
