/** Both texts of an open file as of this moment: keys come faster than pages are drawn. */
class OpenText {
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

const openTexts = new WeakMap<object, OpenText>();

/** The texts of one opening of a file, for as long as it is open, also while nothing shows them. */
export function openTextOf(editing: object): OpenText {
  const known = openTexts.get(editing) ?? new OpenText();
  openTexts.set(editing, known);
  return known;
}
