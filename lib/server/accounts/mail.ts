/** Mail to people: by SMTP, or into a folder, for who tries it out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { v7 as uuidv7 } from 'uuid';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mail {
  send(letter: Letter): Promise<void>;
}

const FROM = 'Hoplab <no-reply@localhost>';

export interface MailSettings {
  /** `HOPLAB_MAIL`: an `smtp://` or `smtps://` URL, or `file` for `<folder>/mail/`. */
  readonly setting: string | undefined;
  readonly from: string | undefined;
  /** `PUBLIC_URL`: where the links in letters lead. What a request calls this server is anybody's word and leads nobody anywhere. */
  readonly publicUrl: string | undefined;
  readonly folder: string;
}

/** Undefined where no mail is set: nothing that needs it is offered then. Throws on a setting that cannot be. */
export function openMail({ setting, from, publicUrl, folder }: MailSettings): Mail | undefined {
  if (!setting) return undefined;
  const sender = from ?? FROM;
  if (setting === 'file') return fileMail(join(folder, 'mail'), sender);
  if (!publicUrl) throw new Error('HOPLAB_MAIL needs PUBLIC_URL: the links in letters lead there');
  if (!/^smtps?:\/\//.test(setting))
    throw new Error(`HOPLAB_MAIL is ${setting}; smtp://…, smtps://… or file was expected`);
  const transport = createTransport(setting, { from: sender });
  return { send: async (letter) => void (await transport.sendMail(letter)) };
}

function fileMail(folder: string, from: string): Mail {
  const transport = createTransport({ streamTransport: true, buffer: true }, { from });
  return {
    async send(letter) {
      const { message } = await transport.sendMail(letter);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${uuidv7()}.eml`), message as Buffer);
    },
  };
}
