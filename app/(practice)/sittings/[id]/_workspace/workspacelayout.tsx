'use client';

import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import type { SittingAnswer } from '../../../../../lib/sitting/wire.ts';
import { texts } from '../../../../_ui/texts.ts';
import { usePaneKeys } from './panekeys.ts';
import { PhoneLayout } from './phonelayout.tsx';
import { ShortcutsDialog } from './shortcutsdialog.tsx';
import { UpgradeNotice } from './upgradenotice.tsx';
import { WideLayout } from './widelayout.tsx';
import styles from './workspace.module.css';
import { WorkspaceHeader } from './workspaceheader.tsx';

/** Panes side by side where there is room, one at a time where there is not. */
export function WorkspaceLayout({ sitting }: { readonly sitting: SittingAnswer }) {
  useDocumentTitle(`${sitting.lab.title} · ${texts.product}`);
  const isWide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false });
  const keys = usePaneKeys();
  return (
    <div className={styles.workspace}>
      <WorkspaceHeader sitting={sitting} onShowShortcuts={keys.openHelp} size={isWide ? 'wide' : 'phone'} />
      <UpgradeNotice lab={sitting.lab} />
      {isWide ? <WideLayout sitting={sitting} /> : <PhoneLayout sitting={sitting} />}
      {keys.isHelpOpen && <ShortcutsDialog onClose={keys.closeHelp} />}
    </div>
  );
}
