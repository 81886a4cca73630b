import { Anchor, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { SchemeToggle } from './schemetoggle.tsx';
import styles from './siteheader.module.css';
import { texts } from './texts.ts';

/** The bar of every page: the way home, the way to the labs, the theme. `children` stand between. */
export function SiteHeader({ children }: { readonly children?: ReactNode }) {
  return (
    <>
      <a className="skip-link" href="#content">
        {texts.skip}
      </a>
      <header className={styles.bar}>
        <nav className={styles.nav} aria-label={texts.nav.label}>
          <a className={styles.brand} href="/">
            <BrandMark />
            <span className={styles.name}>{texts.product}</span>
          </a>
          <Anchor href="/labs" size="sm">
            {texts.nav.labs}
          </Anchor>
          <Anchor href="/practice" size="sm">
            {texts.nav.practice}
          </Anchor>
          <Anchor href="/progress" size="sm">
            {texts.nav.progress}
          </Anchor>
        </nav>
        {children}
        <Group gap="sm" ml="auto" wrap="nowrap">
          <Anchor href="/account" size="sm">
            {texts.nav.account}
          </Anchor>
          <SchemeToggle />
        </Group>
      </header>
    </>
  );
}

/** Three nodes and the hop between them. */
export function BrandMark() {
  return (
    <svg width={22} height={14} viewBox="0 0 22 14" aria-hidden="true" className={styles.mark}>
      <path d="M3 11C5 3 9 3 11 7s6 4 8-4" fill="none" stroke="currentColor" strokeWidth={1.6} />
      <circle cx={3} cy={11} r={2.4} fill="currentColor" />
      <circle cx={11} cy={7} r={2.4} fill="currentColor" />
      <circle cx={19} cy={3} r={2.4} fill="currentColor" />
    </svg>
  );
}
