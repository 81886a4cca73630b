'use client';

import { Anchor, Center, Container, Loader, Stack, Text, Title } from '@mantine/core';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { SiteHeader } from '../../../../_ui/siteheader.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { loadTerminal } from './loadterminal.ts';
import { SittingProvider, useSittingState } from './sittingcontext.tsx';
import { WorkspaceLayout } from './workspacelayout.tsx';

const words = texts.workspace;

// Fetched while the sitting opens, so that the prompt waits neither for the code of the terminal nor for its font.
if (typeof window !== 'undefined') void loadTerminal().then(({ readyFont }) => readyFont());

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

function LoadingWorkspace() {
  return (
    <Center component="main" h="100dvh">
      <Stack align="center" gap="xs">
        <Loader size="sm" />
        <Text size="sm" c="dimmed" role="status">
          {words.loading}
        </Text>
      </Stack>
    </Center>
  );
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
