/** Both texts of an open file as of this moment: keys come faster than pages are drawn. */
export class OpenText {
  typed: string | undefined;
  saved: string | undefined;
  /** The save that is under way, or the last one. */
  saving: Promise<void> = Promise.resolve();

  show(text: string): void {
    this.typed = text;
    this.saved = text;
  }

  /** Whether closing would lose something, once a save that is under way has ended. */
  async wouldLose(): Promise<boolean> {
    await this.saving;
    return this.typed !== this.saved;
  }
}
