// Which chat is open, and those that go on meanwhile.
import { codeOf, host, messageOf } from "../host";
import { chatOpened, chatText } from "../strings-chats";
import { chatList } from "./chat-list.svelte";
import { Conversation } from "./conversation.svelte";
import { library } from "./library.svelte";

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
    const { scope } = conversation;
    // What was removed meanwhile cannot be asked.
    if (scope && library.loaded && !library.documents.some(({ id }) => id === scope.id)) conversation.scope = undefined;
    this.open = conversation;
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
        if (isNew) this.goOnWithin(conversation);
      }
    } catch (error) {
      if (visits === this.visits) chatList.trouble = codeOf(error) === "chat" ? chatText.chatGone : messageOf(error);
      void chatList.refresh();
      return false;
    }
    this.known = new Map(this.known).set(chat, conversation);
    this.show(conversation);
    this.news = chatOpened(chatList.titleOf(chat));
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

  /** What was last asked of one document goes on with it, if it is still there. */
  private goOnWithin(conversation: Conversation): void {
    const { documents = [], collections = [] } = conversation.last?.within ?? {};
    if (documents.length !== 1 || collections.length > 0) return;
    const document = library.documents.find(({ id }) => id === documents[0]?.id);
    conversation.scope = document && { id: document.id, title: document.title };
  }
}

export const chats = new ChatsState();
