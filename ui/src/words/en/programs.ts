// Other programs that use the library.

const copy = (what: string) => `Copy: ${what}`;

export const programs = {
  copy,
  address: "Address",
  assistantByAddress: "For assistants that ask at an address",
  assistantByAddressHint: "With the token in it: give it to no one else.",
  assistantByProgram: "For assistants",
  assistantByProgramHint:
    "Paste this into the configuration of a program that speaks the Model Context Protocol. It starts Paperside by itself; while this window is open, it also needs the switch above.",
  changeToken: "Make a new one",
  changeTokenAsk: "Programs that know the old one are refused until you give them the new one.",
  chat: "For chat programs",
  chatHint: "Programs made for OpenAI’s language models can ask your documents. The key is the token above.",
  hideToken: "Hide",
  listening: "Programs on this computer are served.",
  model: "Model",
  notListening: "No other program is served.",
  port: "Port",
  portHint: "A number from 1024 to 65535. Change it if another program is there already.",
  portWrong: "There is no such port: choose a number from 1024 to 65535.",
  programs: "Other programs",
  serve: "Serve other programs",
  serveHint: "Programs on this computer that show the token can search, ask and add documents while Paperside is open. No other computer can.",
  showToken: "Show",
  token: "Token",
  tokenHint: "Whoever has it can read and change this library. It stands in the library’s folder too, where only you can read it.",
};
