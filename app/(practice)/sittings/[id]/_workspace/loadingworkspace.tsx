import { Text } from '@mantine/core';
import { texts } from '../../../../_ui/texts.ts';
import styles from './loading.module.css';
import terminal from './terminal.module.css';
import { STAGE_ID } from './terminalstage.ts';
import workspace from './workspace.module.css';

const NOTHING = { __html: '' };

/**
 * The frame of the workspace before its code is there, measured as the workspace itself, so that the terminal which
 * `terminalentry.ts` opens in it stays where it is.
 */
export function LoadingWorkspace() {
  return (
    <div className={workspace.workspace}>
      <div className={workspace.header} />
      <main id="content" className={styles.panes} data-frame="">
        <div className={styles.brief}>
          <Text size="sm" c="dimmed" role="status">
            {texts.workspace.loading}
          </Text>
        </div>
        <section className={styles.terminals} aria-label={texts.terminal.tabs}>
          <div className={terminal.bar} />
          <div className={terminal.screens}>
            <div className={terminal.view}>
              <div
                id={STAGE_ID}
                className={terminal.screen}
                suppressHydrationWarning
                // biome-ignore lint/security/noDangerouslySetInnerHtml: empty; what the terminal puts there is not React's to compare
                dangerouslySetInnerHTML={NOTHING}
              />
            </div>
          </div>
          <div className={terminal.footer} />
        </section>
        <div className={styles.tools} />
        <div className={styles.rail} />
      </main>
    </div>
  );
}
