import { Tabs } from '@mantine/core';
import type { AccountAnswer } from '../../../lib/server/accounts/wire.ts';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { SignInForm } from './signinform.tsx';
import { SignUpForm } from './signupform.tsx';

export function SignInPanel({ mail }: Pick<AccountAnswer, 'mail'>) {
  return (
    <Tabs defaultValue="in" keepMounted={false}>
      <Tabs.List aria-label={accountTexts.tabs.label}>
        <Tabs.Tab value="in">{accountTexts.tabs.signIn}</Tabs.Tab>
        <Tabs.Tab value="up">{accountTexts.tabs.signUp}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="in" pt="md">
        <SignInForm mail={mail} />
      </Tabs.Panel>
      <Tabs.Panel value="up" pt="md">
        <SignUpForm />
      </Tabs.Panel>
    </Tabs>
  );
}
