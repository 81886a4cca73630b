import { Container } from '@mantine/core';
import type { Metadata } from 'next';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { SiteHeader } from '../../_ui/siteheader.tsx';
import { AccountPageView } from './accountpageview.tsx';

export const metadata: Metadata = { title: accountTexts.title };

export default function AccountPage() {
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="xs" py="xl">
        <AccountPageView />
      </Container>
    </>
  );
}
