// German.
export { adding } from "./adding";
export { answerers } from "./answerers";
export { chat } from "./chat";
export { chats } from "./chats";
export { collections } from "./collections";
export { common } from "./common";
export { embedders } from "./embedders";
export { engine } from "./engine";
export { evidence } from "./evidence";
export { imports } from "./imports";
export { library } from "./library";
export { reader } from "./reader";
export { scope } from "./scope";
export { search } from "./search";
export { settings } from "./settings";
export { shell } from "./shell";
export { welcome } from "./welcome";
