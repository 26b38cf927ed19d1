// Which chat is open, and those that go on meanwhile.
import { codeOf, host, messageOf } from "../host";
import { words } from "../words";
import { chatList } from "./chat-list.svelte";
import { Conversation } from "./conversation.svelte";
import { library } from "./library.svelte";
import { everywhere, isEverywhere, type Scope, type Within } from "./within";

class ChatsState {
  /** Begun here, the latest first: of these, some may not be kept yet, or never. */
  private begun = $state.raw<readonly Conversation[]>([this.conversation()]);
  /** Those that are kept and were open, each with its draft. */
  private known = $state.raw<ReadonlyMap<number, Conversation>>(new Map());
  open = $state.raw<Conversation>(this.begun[0] ?? this.conversation());
  /** Told aloud. */
  news = $state("");

  /** Those that are not in the list: under way, failed or stopped, or kept only now. */
  unkept = $derived(this.begun.filter(({ id, turns }) => turns.length > 0 && (id === undefined || chatList.lacks(id))));

  /** Counts how often a question was called for: the field in which it is typed takes the focus then. */
  calls = $state(0);

  /** Counts what was opened, so that the slower of two does not come over the later. */
  private visits = 0;

  isAnswering(chat: number): boolean {
    return this.known.get(chat)?.busy ?? false;
  }

  /** Opens one in which nothing was asked yet. There is one at most. */
  begin(): void {
    const pending = this.begun.filter(({ id }) => id === undefined);
    const empty = pending.find(({ turns }) => turns.length === 0) ?? this.conversation();
    this.begun = [empty, ...pending.filter((conversation) => conversation !== empty)];
    this.show(empty);
  }

  show(conversation: Conversation): void {
    this.visits += 1;
    this.open = conversation;
    void this.renew();
  }

  /** Asks only these from now on, in the chat that is open. */
  askOnly({ collections = [], documents = [] }: { collections?: readonly string[]; documents?: readonly Scope[] }): void {
    this.open.within = { collections, documents };
    this.calls += 1;
  }

  /** Opens one that is kept; says whether that went well. */
  async openKept(chat: number): Promise<boolean> {
    this.visits += 1;
    const { visits } = this;
    chatList.trouble = undefined;
    const conversation = this.known.get(chat) ?? this.conversation();
    try {
      // What is not kept is only here.
      if (!conversation.isUnkept) {
        const kept = await host.openChat(chat);
        if (visits !== this.visits) return false;
        const isNew = conversation.id === undefined;
        if (!conversation.isUnkept) conversation.read(kept);
        if (isNew) {
          // What was last asked goes on where it was asked, as far as that is still there.
          const found = await this.found(conversation.last?.within ?? everywhere);
          if (visits !== this.visits) return false;
          conversation.within = found;
        }
      }
    } catch (error) {
      if (visits === this.visits) chatList.trouble = codeOf(error) === "chat" ? words.chats.chatGone : messageOf(error);
      void chatList.refresh();
      return false;
    }
    this.known = new Map(this.known).set(chat, conversation);
    this.show(conversation);
    this.news = words.chats.chatOpened(chatList.titleOf(chat));
    return true;
  }

  /** Deletes one that is kept; says whether that went well. */
  async remove(chat: number): Promise<boolean> {
    const conversation = this.known.get(chat);
    await conversation?.stop();
    if (!(await chatList.remove(chat))) return false;
    this.known = new Map([...this.known].filter(([id]) => id !== chat));
    this.begun = this.begun.filter(({ id }) => id !== chat);
    if (this.open.id === chat) this.begin();
    return true;
  }

  /** Forgets one that is not kept. */
  async forget(conversation: Conversation): Promise<void> {
    await conversation.stop();
    this.begun = this.begun.filter((other) => other !== conversation);
    if (this.open === conversation) this.begin();
  }

  private conversation(): Conversation {
    return new Conversation((kept) => {
      if (kept.id !== undefined) this.known = new Map(this.known).set(kept.id, kept);
      void chatList.refresh();
    });
  }

  /** What was removed meanwhile cannot be asked in the chat that is open. */
  async renew(): Promise<void> {
    const conversation = this.open;
    const before = conversation.within;
    if (isEverywhere(before)) return;
    const found = await this.found(before);
    // The person may have chosen otherwise in the meantime.
    if (conversation.within === before) conversation.within = found;
  }

  /** What is in the library of it, and of files that have changed what they are now. */
  private async found(wanted: Within): Promise<Within> {
    const { collections, documents } = wanted;
    const isThere = (name: string) => !library.loaded || library.counts.collections.some((collection) => collection.name === name);
    try {
      const today = await Promise.all(documents.map(({ id, title, path = "" }) => host.standIn({ id, title, path, pages_unread: 0 })));
      return { collections: collections.filter(isThere), documents: today.flatMap((document) => (document ? { id: document.id, title: document.title, path: document.path } : [])) };
    } catch {
      // Whoever asks is told then.
      return wanted;
    }
  }
}

export const chats = new ChatsState();
