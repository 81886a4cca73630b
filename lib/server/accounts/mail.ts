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

/**
 * `HOPLAB_MAIL`: an `smtp://` or `smtps://` URL, or `file` for `<folder>/mail/`. Undefined where it is not set: nothing that needs mail is
 * offered then. Throws on any other setting.
 */
export function openMail(setting: string | undefined, from: string | undefined, folder: string): Mail | undefined {
  if (!setting) return undefined;
  const sender = from ?? FROM;
  if (setting === 'file') return fileMail(join(folder, 'mail'), sender);
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
