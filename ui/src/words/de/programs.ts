// Andere Programme, die die Bibliothek benutzen.
import type { programs as english } from "../en/programs";

const copy = (what: string) => `Kopieren: ${what}`;

export const programs: typeof english = {
  copy,
  address: "Adresse",
  assistantByAddress: "Für Assistenten, die unter einer Adresse fragen",
  assistantByAddressHint: "Mit dem Schlüssel darin: Geben Sie es niemandem sonst.",
  assistantByProgram: "Für Assistenten",
  assistantByProgramHint:
    "Fügen Sie das in die Konfiguration eines Programms ein, das das Model Context Protocol spricht. Es startet Paperside selbst; solange dieses Fenster offen ist, braucht es auch den Schalter oben.",
  changeToken: "Neuen erzeugen",
  changeTokenAsk: "Programme, die den alten kennen, werden abgewiesen, bis Sie ihnen den neuen geben.",
  chat: "Für Chatprogramme",
  chatHint: "Programme für die Sprachmodelle von OpenAI können Ihre Dokumente befragen. Ihr Schlüssel ist der von oben.",
  hideToken: "Verbergen",
  listening: "Programme auf diesem Computer werden bedient.",
  model: "Modell",
  notListening: "Kein anderes Programm wird bedient.",
  port: "Port",
  portHint: "Eine Zahl von 1024 bis 65535. Ändern Sie sie, wenn dort schon ein anderes Programm ist.",
  portWrong: "Einen solchen Port gibt es nicht: Wählen Sie eine Zahl von 1024 bis 65535.",
  programs: "Andere Programme",
  serve: "Andere Programme bedienen",
  serveHint: "Programme auf diesem Computer, die den Schlüssel vorweisen, können suchen, fragen und Dokumente hinzufügen, solange Paperside offen ist. Kein anderer Computer kann das.",
  showToken: "Anzeigen",
  token: "Schlüssel",
  tokenHint: "Wer ihn hat, kann diese Bibliothek lesen und ändern. Er steht auch im Ordner der Bibliothek, wo nur Sie ihn lesen können.",
};
