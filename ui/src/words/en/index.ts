// English, from which the other languages are translated.
export { answerers } from "./answerers";
export { chat } from "./chat";
export { chats } from "./chats";
export { common } from "./common";
export { embedders } from "./embedders";
export { engine } from "./engine";
export { library } from "./library";
export { reader } from "./reader";
export { settings } from "./settings";
export { shell } from "./shell";
