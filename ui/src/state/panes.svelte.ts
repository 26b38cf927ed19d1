// What the pane on the left shows.

const key = "left-pane";

export type LeftPane = "documents" | "chats";

class PanesState {
  left = $state<LeftPane>(localStorage.getItem(key) === "chats" ? "chats" : "documents");
  /** In a narrow window the pane is a drawer over the chat. */
  drawer = $state(false);

  /** Closes the drawer; says whether it was open. What had the focus in it is out of sight then. */
  leaveDrawer(): boolean {
    const { drawer } = this;
    this.drawer = false;
    return drawer;
  }

  showLeft(pane: LeftPane): void {
    this.left = pane;
    localStorage.setItem(key, pane);
  }
}

export const panes = new PanesState();
