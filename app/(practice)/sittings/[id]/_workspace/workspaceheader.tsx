import { ActionIcon, Button, Group, Menu, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { SittingAnswer } from '../../../../../lib/sitting/wire.ts';
import { DotsIcon } from '../../../../_ui/icons.tsx';
import { SchemeToggle } from '../../../../_ui/schemetoggle.tsx';
import { BrandMark } from '../../../../_ui/siteheader.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { ConfirmDialog } from './confirmdialog.tsx';
import { OwnKubectlDialog } from './ownkubectldialog.tsx';
import { PANE } from './panekeys.ts';
import { PauseButton } from './pausebutton.tsx';
import { SavedState } from './savedstate.tsx';
import { useSittingState } from './sittingcontext.tsx';
import { useSittingMoves } from './sittingmoves.ts';
import styles from './workspace.module.css';

const words = texts.workspace;

interface WorkspaceHeaderProps {
  readonly sitting: SittingAnswer;
  readonly size: 'wide' | 'phone';
  readonly onShowShortcuts: () => void;
}

export function WorkspaceHeader({ sitting, size, onShowShortcuts }: WorkspaceHeaderProps) {
  const isFinished = useSittingState((state) => state.view?.finished ?? false);
  const moves = useSittingMoves(sitting.sittingId);
  const [kubectlShown, kubectl] = useDisclosure(false);
  const debrief = `/sittings/${sitting.sittingId}/debrief`;
  return (
    <section className={styles.header} {...PANE} aria-label={words.bar}>
      <a href="/labs" className={styles.home} aria-label={texts.labStart.toList}>
        <BrandMark />
      </a>
      <div className={styles.title}>
        <Title order={1} size="h5" lineClamp={1}>
          {sitting.lab.title}
        </Title>
        {size === 'wide' && (
          <Text size="xs" c="dimmed" className={styles.fixed}>
            {words.variant(sitting.seed)}
          </Text>
        )}
      </div>
      <Group gap={8} ml="auto" wrap="nowrap">
        <SavedState />
        {!isFinished && <PauseButton size={size} />}
        {size === 'wide' &&
          (isFinished ? (
            <Button size="xs" component="a" href={debrief}>
              {words.toDebrief}
            </Button>
          ) : (
            <Button size="xs" variant="default" onClick={() => moves.ask('finish')}>
              {words.finish}
            </Button>
          ))}
        <SchemeToggle />
        <Menu position="bottom-end" width={220} returnFocus>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.menu} title={words.menu}>
              <DotsIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => moves.ask('startOver')}>{words.startOver}</Menu.Item>
            <Menu.Item onClick={() => moves.ask('newVariant')}>{words.newVariant}</Menu.Item>
            {isFinished ? (
              <Menu.Item component="a" href={debrief}>
                {words.toDebrief}
              </Menu.Item>
            ) : (
              <Menu.Item onClick={() => moves.ask('finish')}>{words.finish}</Menu.Item>
            )}
            <Menu.Divider />
            <Menu.Item onClick={kubectl.open}>{words.ownKubectl}</Menu.Item>
            <Menu.Item onClick={onShowShortcuts}>{words.shortcuts}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {kubectlShown && <OwnKubectlDialog sittingId={sitting.sittingId} onClose={kubectl.close} />}
      {moves.asked && <ConfirmDialog {...moves.asked} onCancel={moves.cancel} />}
    </section>
  );
}
