/** What the account page is told. */
export interface AccountAnswer {
  /** Absent for a browser that has done nothing here yet. */
  readonly person?: AccountView;
  /** Whether this server sends mail: links to sign in and new passwords. */
  readonly mail: 'sent' | 'none';
}

export interface AccountView {
  readonly kind: 'Guest' | 'Account';
  readonly name?: string;
  readonly email?: string;
  readonly hasPassword: boolean;
  readonly passkeys: readonly { readonly id: string; readonly name?: string; readonly createdAt?: string }[];
  /** What a guest would take along. */
  readonly sittings: number;
  readonly answers: number;
}
