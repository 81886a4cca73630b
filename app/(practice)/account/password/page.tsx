import { Container } from '@mantine/core';
import type { Metadata } from 'next';
import { accountTexts } from '../../../_ui/accounttexts.ts';
import { SiteHeader } from '../../../_ui/siteheader.tsx';
import { NewPassword } from './newpassword.tsx';

export const metadata: Metadata = { title: accountTexts.reset.title };

export default function NewPasswordPage() {
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="xs" py="xl">
        <NewPassword />
      </Container>
    </>
  );
}
