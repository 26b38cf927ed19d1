// The settings.
import type { Connection } from "../../host/messages/Connection";
import type { ConnectionEnd } from "../../host/messages/ConnectionEnd";
import type { Summary } from "../../state/pins";
import { size } from "./common";
import { count, plural } from "./formats";

const ends: Record<ConnectionEnd, string> = {
  underway: "under way",
  answered: "answered",
  refused: "not sent, because Paperside is offline",
  stopped: "stopped",
  failed: "failed",
};

/** The place of a pinned page, when it was looked at. */
const rank = (rank: number | null) => (rank === null ? "not found" : `hit ${rank}`);
const rankChange = (before: number | null, now: number | null) => `${rank(before)} → ${rank(now)}`;

function summary({ better, worse, same, first }: Summary): string {
  const parts = [
    { number: better, words: "better" },
    { number: worse, words: "worse" },
    { number: same, words: "as before" },
    { number: first, words: "looked at for the first time" },
  ];
  return parts
    .filter(({ number }) => number > 0)
    .map(({ number, words }) => `${count(number)} ${words}`)
    .join(", ");
}

/** How hard the computer works on imports. */
const efforts = [
  { value: "full", name: "Full", purpose: "As fast as it can; uses the whole computer." },
  { value: "balanced", name: "Balanced", purpose: "Leaves room for your other work." },
  { value: "gentle", name: "Gentle", purpose: "Slow and cool, for when you run on battery." },
];

/** Languages by the names that Tesseract has for them. */
const languages: Record<string, string> = {
  ara: "Arabic",
  chi_sim: "Chinese (simplified)",
  chi_tra: "Chinese (traditional)",
  ces: "Czech",
  dan: "Danish",
  nld: "Dutch",
  eng: "English",
  fin: "Finnish",
  fra: "French",
  deu: "German",
  ell: "Greek",
  heb: "Hebrew",
  hin: "Hindi",
  hun: "Hungarian",
  ita: "Italian",
  jpn: "Japanese",
  kor: "Korean",
  nor: "Norwegian",
  pol: "Polish",
  por: "Portuguese",
  ron: "Romanian",
  rus: "Russian",
  spa: "Spanish",
  swe: "Swedish",
  tur: "Turkish",
  ukr: "Ukrainian",
  vie: "Vietnamese",
};

/** What was asked of other programs and computers. */
const connectionCount = (number: number) => plural(number, "connection since Paperside was opened", "connections since Paperside was opened");
const purpose = (connection: Connection) => (connection.is_here ? `${connection.purpose}, on this computer` : connection.purpose);
const connectionEnd = (connection: Connection) =>
  connection.end === "answered" && connection.reason !== null ? connection.reason : ends[connection.end];
const exchanged = (connection: Connection) => `${size(connection.sent)} out, ${size(connection.received)} in`;

/** How the window looks. */
const themes = [
  { value: "", name: "Like the system" },
  { value: "light", name: "Light" },
  { value: "dark", name: "Dark" },
];

/** What the library's folder holds, and what is left beside it. */
const room = (bytes: number, free: number | null) => (free === null ? size(bytes) : `${size(bytes)} · ${size(free)} free on this disk`);
const version = (number: string) => `Paperside ${number}`;
const newerVersion = (number: string, page: string | null) =>
  page === null ? `Version ${number} is out.` : `Version ${number} is out: ${page}`;
const percent = (number: number) => `${number} %`;
const forget = (language: string) => `Do not look for ${language}`;
const sectionsFound = (number: number) => (number === 0 ? "No setting says so." : plural(number, "section", "sections"));

export const settings = {
  themes,
  room,
  version,
  newerVersion,
  percent,
  forget,
  sectionsFound,
  rank,
  rankChange,
  summary,
  efforts,
  languages,
  connectionCount,
  purpose,
  connectionEnd,
  exchanged,
  about: "About",
  aboutHint: "Ask your documents; every answer shows where it stands. Everything stays on this computer unless you choose otherwise.",
  addLanguage: "Add a language…",
  checkNow: "Check now",
  checking: "Asking every question again…",
  closeSettings: "Close the settings",
  connections: "Connections",
  contrast: "More contrast",
  contrastHint: "Stronger colours and lines. Your system can ask for it too.",
  effort: "Effort",
  find: "Find a setting",
  finding: "Finding",
  folder: "Folder",
  general: "General",
  import: "Import",
  languageHint: "For pages that are pictures of text. If none is chosen, it is found for each document.",
  languageOfScans: "Languages of scanned pages",
  languageOfWindow: "Language",
  languageSystem: "Like the system",
  languageUnset: "Found by itself",
  larger: "Larger text",
  library: "Library",
  licences: "Paperside is free software under the MIT or Apache 2.0 licence. It shows PDF files with pdf.js (Apache 2.0), searches with Qdrant (Apache 2.0) and keeps its catalogue in SQLite (public domain).",
  log: "Log",
  logHint: "What Paperside does and what goes wrong, without texts of documents. It takes a few megabytes at the most.",
  makeReport: "Make a report…",
  newVersions: "Tell of new versions",
  newVersionsHint: "Once a day, the makers of Paperside are asked for the latest version. Nothing is fetched or changed by itself.",
  noConnections: "Nothing was asked of any other program since Paperside was opened.",
  notChecked: "not looked at yet",
  normalSize: "Normal",
  noFolders: "None yet. What is in a watched folder is added, and follows its changes.",
  offline: "Stay offline",
  offlineHint: "No other computer is reached, whatever else is chosen. Programs on this one may still be asked.",
  pins: "Pages you know to be right",
  pinsEmpty: "None yet. Open “Why these?” under an answer and mark the page that answers it.",
  pinsHint: "They show whether a change to the search finds more or less.",
  placeUnknown: "Looking how large the library is…",
  privacy: "Privacy",
  report: "Report",
  reportHint: "A file for those who are to help you: versions, settings, numbers and the log. No text or name of a document, no question, folder, address or key is in it.",
  reportMade: "The report is made. Look into it before you send it.",
  rerank: "Compare the best passages word by word",
  rerankHint: "Finds more.",
  roomCatalog: "Words, passages and chats",
  roomIndex: "Search index",
  roomModels: "Models",
  roomOriginals: "Copies of your files",
  sections: "Sections",
  settings: "Settings",
  shortcuts: "Shortcuts",
  shortcutsHint: "Choose other keys for anything that is done often.",
  showFolder: "Show folder",
  smaller: "Smaller text",
  textSize: "Text size",
  theme: "Theme",
  unpin: "Forget this page",
};
