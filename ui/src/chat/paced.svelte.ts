// A text that grows many times between two frames, once a frame.

export class Paced {
  now = $state("");
  private next = "";
  private frame: number | undefined;

  /** Nothing once it has stopped growing. */
  take(text: string | undefined): void {
    if (text === undefined) {
      if (this.frame !== undefined) cancelAnimationFrame(this.frame);
      this.frame = undefined;
      return;
    }
    this.next = text;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.now = this.next;
    });
  }
}
