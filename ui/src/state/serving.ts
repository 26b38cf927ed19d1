// What other programs are told, so that they find the library.
import type { ServingState } from "../host/messages/ServingState";

/** Stands where the token does, as long as it is not asked for. */
export const hidden = "•".repeat(8);

/** For an assistant that starts the program itself, as most keep it in their configuration. */
export const asProgram = ({ program, arguments: args }: Pick<ServingState, "program" | "arguments">): string =>
  written({ command: program, args });

/** For an assistant that asks a server. */
export const asServer = (address: string, token: string): string =>
  written({ type: "http", url: `${address}/mcp`, headers: { Authorization: `Bearer ${token}` } });

/** For programs that are made for OpenAI's language models. */
export const chatAddress = (address: string): string => `${address}/v1`;

/** What they call the library. */
export const chatModel = "paperside";

function written(paperside: object): string {
  return JSON.stringify({ mcpServers: { paperside } }, null, 2);
}

/** The port that was typed; nothing if there is no such port, or programs of one person cannot listen there. */
export function portOf(typed: string): number | undefined {
  const text = typed.trim();
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1024 && port <= 65535 ? port : undefined;
}
