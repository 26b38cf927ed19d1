// The one seam between the window and its host: import the host from here and nowhere else.
import { tauri } from "./tauri";

export type { Drag, Host, Offer } from "./host";
export { codeOf, messageOf } from "./host";
export const host = tauri;
