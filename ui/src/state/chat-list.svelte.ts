// The chats that are kept, and what is looked for in them.
import { host, messageOf } from "../host";
import type { ChatSummary } from "../host/messages/ChatSummary";
import type { ExportForm } from "../host/messages/ExportForm";

/** In milliseconds: who types on need not wait for what only the first letters find. */
const pause = 150;

class ChatListState {
  /** Those that were found, or all; absent until they are known. */
  shown = $state.raw<readonly ChatSummary[] | undefined>();
  /** What is typed. */
  lookedFor = $state("");
  /** What those that are shown were found by. */
  foundBy = $state("");
  /** When they were listed: whether something was today depends on that. */
  at = $state(0);
  /** Why they are not known. */
  problem = $state<string | undefined>();
  /** Why something else was not done. */
  trouble = $state<string | undefined>();

  isEmpty = $derived(this.shown?.length === 0 && this.foundBy === "");

  private asked = 0;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  /** Whether all are listed but this one: it was kept after they were. */
  lacks(chat: number): boolean {
    return this.foundBy === "" && this.shown !== undefined && !this.shown.some(({ id }) => id === chat);
  }

  titleOf(chat: number): string {
    return this.shown?.find(({ id }) => id === chat)?.title ?? "";
  }

  async refresh(): Promise<void> {
    clearTimeout(this.waiting);
    this.asked += 1;
    const { asked } = this;
    const lookedFor = this.lookedFor.trim();
    try {
      const shown = await host.listChats(lookedFor === "" ? null : lookedFor);
      // Answers may overtake each other.
      if (asked !== this.asked) return;
      [this.shown, this.foundBy, this.at, this.problem] = [shown, lookedFor, Date.now(), undefined];
    } catch (error) {
      if (asked === this.asked) this.problem = messageOf(error);
    }
  }

  look(lookedFor: string): void {
    this.lookedFor = lookedFor;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.refresh(), lookedFor.trim() === "" ? 0 : pause);
  }

  rename(chat: number, title: string): Promise<boolean> {
    return this.attempt(async () => {
      await host.renameChat(chat, title);
      await this.refresh();
    });
  }

  remove(chat: number): Promise<boolean> {
    return this.attempt(async () => {
      await host.deleteChat(chat);
      await this.refresh();
    });
  }

  export(chat: number, form: ExportForm): Promise<boolean> {
    return this.attempt(() => host.exportChat(chat, form));
  }

  /** Does what the person asked for; what went wrong is shown until they ask for something else. Says whether it was done. */
  private async attempt(work: () => Promise<unknown>): Promise<boolean> {
    this.trouble = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      this.trouble = messageOf(error);
      return false;
    }
  }
}

export const chatList = new ChatListState();
