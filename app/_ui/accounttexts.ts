/** Every text of the pages on accounts and progress, in the manner of texts.ts. */
import { plural } from './plural.ts';

export const accountTexts = {
  title: 'Your account',
  loading: 'Loading your account',
  optional: 'You can do everything here without an account. With one, your work is there in every browser.',
  takesAlong: (sittings: number, answers: number) =>
    `What you did as a guest goes along: ${plural(sittings, 'lab', 'labs')}, ${plural(answers, 'answer', 'answers')}.`,
  tabs: { label: 'Sign in or sign up', signIn: 'Sign in', signUp: 'Create an account' },
  name: 'Name',
  nameHint: 'As others may see it.',
  email: 'Email address',
  password: 'Password',
  newPassword: 'New password',
  currentPassword: 'Current password',
  passwordHint: 'Ten characters or more. A few words are easy to remember.',
  signIn: 'Sign in',
  signUp: 'Create the account',
  withPasskey: 'Sign in with a passkey',
  sendLink: 'Send me a link instead',
  linkSent: (email: string) =>
    `A link is on its way to ${email}, if that address is right. It works once, within 15 minutes.`,
  emailFirst: 'Fill in your email address first.',
  forgotten: 'Choose a new password',
  resetSent: (email: string) => `If ${email} has an account, a link to choose a new password is on its way.`,
  signedInAs: (email: string) => `You are signed in as ${email}.`,
  signOut: 'Sign out',
  passkeys: 'Passkeys',
  passkeysText: 'Sign in with your fingerprint, your face or a key, without a password.',
  noPasskeys: 'None yet.',
  unnamedPasskey: 'Passkey',
  addedOn: (day: string) => `added ${day}`,
  addPasskey: 'Add a passkey',
  removePasskey: (name: string) => `Remove ${name}`,
  remove: 'Remove',
  changePassword: 'Change the password',
  passwordChanged: 'The password is changed. Every other browser is signed out.',
  deleteTitle: 'Delete the account',
  deleteText: 'Your labs, answers and progress are deleted with it, at once and for good.',
  delete: 'Delete it',
  deleteConfirm: (email: string) => `Type ${email} to confirm`,
  reset: {
    title: 'Choose a new password',
    invalid: 'This link was used before, or its time is over. Ask for another one.',
    again: 'Ask for another link',
    keep: 'Keep this password',
    done: 'The new password holds. Sign in with it.',
  },
  /** By better-auth's codes. */
  errors: {
    INVALID_EMAIL_OR_PASSWORD: 'This address and this password do not belong together.',
    INVALID_PASSWORD: 'That is not your current password.',
    INVALID_EMAIL: 'That is not an email address.',
    PASSWORD_TOO_SHORT: 'The password needs ten characters or more.',
    PASSWORD_TOO_LONG: 'The password may have 128 characters.',
    USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'There is an account with this address. Sign in instead.',
    USER_ALREADY_EXISTS: 'There is an account with this address. Sign in instead.',
    INVALID_TOKEN: 'This link was used before, or its time is over. Ask for another one.',
    SESSION_EXPIRED: 'For this you have to sign in once more: it was a while ago.',
    SESSION_NOT_FRESH: 'For this you have to sign in once more: it was a while ago.',
    AUTH_CANCELLED: 'The passkey was not used. Nothing has changed.',
  } as Readonly<Record<string, string>>,
  tooOften: 'That was tried often from your address. Wait a minute and try again.',
  failed: 'That did not work. Try it again.',
  unreachable: 'The server does not answer. Your connection may be down.',
} as const;

export const progressTexts = {
  title: 'Your progress',
  loading: 'Loading your progress',
  guest: 'You are here as a guest: this browser keeps it for 30 days after your last visit.',
  keep: 'Keep it with an account',
  nothing: 'Nothing yet. Answer ten questions or open a lab, and it shows here.',
  practise: 'Practise',
  openLab: 'See all labs',
  radar: {
    label: 'Your rating in each topic, with the range in which it lies in 90 of 100 cases',
    caption:
      '1500 is the middle of everybody. The band is where your rating lies in 90 of 100 cases: it gets narrower with what you do.',
  },
  rating: (rating: number, low: number, high: number, provisional: boolean) =>
    `Rating ${rating}, between ${low} and ${high}${provisional ? ', a first estimate' : ''}`,
  corrections: {
    title: 'Questions that were corrected',
    mark: (before: number, after: number) =>
      `counted ${Math.round(before * 100)} %, counts ${Math.round(after * 100)} % now`,
    read: 'I have read it',
  },
  topics: 'By topic',
  concepts: (remembered: number, learning: number, all: number) =>
    `${remembered} of ${plural(all, 'concept', 'concepts')} remembered${learning > 0 ? `, ${learning} being learned` : ''}`,
  answers: (right: number, met: number, items: number) =>
    met === 0
      ? `${plural(items, 'question', 'questions')}, none met yet`
      : `${right} of ${met} right the last time, ${items - met} not met yet`,
  labs: (solved: number, all: number) =>
    all === 0 ? 'Its labs are being written' : `${solved} of ${plural(all, 'lab', 'labs')} solved`,
  legend: { remembered: 'remembered', learning: 'being learned', new: 'not met yet' },
  done: 'What you did',
  practice: (topic: string | undefined, right: number, answered: number, items: number) =>
    `${topic ?? 'All topics'}: ${right} of ${answered} right${answered < items ? `, ${items - answered} open` : ''}`,
  lab: (title: string, share: number | undefined) =>
    share === undefined ? `${title}: begun` : `${title}: ${Math.round(share * 100)} of 100 points`,
  goOn: 'Go on',
  look: 'Look at it',
} as const;
