// The errors of the engine. A test finds those that are missing here.
import type { Pair } from "../patterns";

const canBeRead = "PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, RTF, HTML, e-mail, CSV, Markdown and plain text can";
const readable = "lesbar sind PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, RTF, HTML, E-Mail, CSV, Markdown und reiner Text";

export const errors: readonly Pair[] = [
  // The library.
  ["{/path}: the disk is full. {free} MB are free and {needed} MB are needed; make room and try again", "{path}: Der Datenträger ist voll. {free} MB sind frei, {needed} MB werden gebraucht; schaffen Sie Platz und versuchen Sie es erneut."],
  ["{/file}: the disk is full; make room and try again. What is here is kept", "{file}: Der Datenträger ist voll; schaffen Sie Platz und versuchen Sie es erneut. Was schon hier ist, bleibt erhalten."],
  ["the library {/path} is in use by another Paperside (process {#process}); close it, or name another library with --library", "Die Bibliothek {path} wird von einem anderen Paperside benutzt (Prozess {process}); schließen Sie es oder nennen Sie mit --library eine andere Bibliothek."],
  ["the library {/path} is in use by another Paperside; close it, or name another library with --library", "Die Bibliothek {path} wird von einem anderen Paperside benutzt; schließen Sie es oder nennen Sie mit --library eine andere Bibliothek."],
  ["the library {/path} was made by a newer Paperside; update the app to open it. Nothing was changed", "Die Bibliothek {path} stammt von einem neueren Paperside; aktualisieren Sie die App, um sie zu öffnen. Nichts wurde geändert."],
  ["this system names no folder for application data; choose one with --library", "Dieses System nennt keinen Ordner für Daten von Apps; wählen Sie einen mit --library."],
  ["the search index failed: {reason}", "Der Suchindex hat versagt – {reason}."],
  ["the catalog failed: {reason}; check the free disk space", "Der Katalog hat versagt – {reason}; prüfen Sie den freien Speicherplatz."],
  ["the catalog could not be brought up to date: {reason}; check the free disk space", "Der Katalog konnte nicht auf den neuen Stand gebracht werden – {reason}; prüfen Sie den freien Speicherplatz."],
  ["no document has the id {id}; `paperside list` shows those there are", "Kein Dokument hat die Kennung {id}; „paperside list“ zeigt, welche es gibt."],
  ["{id} fits more than one document; give more of the id", "{id} passt auf mehr als ein Dokument; geben Sie mehr von der Kennung an."],
  ["{title} has no page {page}; it has {pages}", "{title} hat keine Seite {page}; es hat {pages}."],
  ["there is no collection named “{collection}”", "Es gibt keine Sammlung namens „{collection}“."],
  ["there is already a collection named “{collection}”", "Es gibt schon eine Sammlung namens „{collection}“."],
  ["{differences} passages are in the index or the catalog only; `paperside doctor --repair` makes the index anew", "{differences} Stellen sind nur im Index oder nur im Katalog; „paperside doctor --repair“ legt den Index neu an."],
  ["there is no answerer named “{answerer}”; there are “extractive”, which is built in, and “model”", "Nichts namens „{answerer}“ antwortet; es gibt „extractive“, das eingebaut ist, und „model“."],
  ["{title} is on its way already; wait until it is here, or cancel its download", "{title} ist schon unterwegs; warten Sie, bis es hier ist, oder brechen Sie das Herunterladen ab."],
  ["there is no recommended model named “{id}”; there are: {known}", "Es gibt kein empfohlenes Modell namens „{id}“; es gibt: {known}."],
  ["what {title} has embedded is in use; change to another embedder first", "Was {title} erfasst hat, ist in Gebrauch; wechseln Sie zuerst zu einem anderen Modell."],
  ["no other embedder is ready; `paperside embedder use` gets one ready", "Kein anderes Modell ist bereit; „paperside embedder use“ bereitet eines vor."],
  ["no language model is chosen: choose one in the settings, or answer without a model", "Es ist kein Sprachmodell gewählt: Wählen Sie eines in den Einstellungen oder lassen Sie ohne Modell antworten."],
  ["there is no import {id}; `paperside imports` shows those there are", "Es gibt keinen Import {id}; „paperside imports“ zeigt, welche es gibt."],
  ["there is no chat {id}; `paperside chats` shows those there are", "Es gibt kein Gespräch {id}; „paperside chats“ zeigt, welche es gibt."],
  ["there is no question {id} in this chat", "In diesem Gespräch gibt es keine Frage {id}."],
  ["a title needs a letter", "Ein Titel braucht einen Buchstaben."],
  ["there is no setting named “{setting}”; there are: {known}", "Es gibt keine Einstellung namens „{setting}“; es gibt: {known}."],
  ["{setting} must be {expected}", "{setting} muss eines davon sein: {expected}."],
  ["the question is empty", "Die Frage ist leer."],
  ["the library is closing", "Die Bibliothek wird geschlossen."],
  ["passage {id} has a vector of {length} numbers where {expected} finite ones are needed", "Stelle {id} hat einen Vektor aus {length} Zahlen, wo {expected} endliche gebraucht werden."],

  // The index on a server.
  ["the Qdrant server at {url} does not accept the key: check it in the settings, or with `paperside index use`", "Der Qdrant-Server unter {url} nimmt den Schlüssel nicht an: Prüfen Sie ihn in den Einstellungen oder mit „paperside index use“."],
  ["the Qdrant server at {url} wants a key: give it one in the settings, or with `paperside index use --key-stdin`", "Der Qdrant-Server unter {url} verlangt einen Schlüssel: Geben Sie ihm einen in den Einstellungen oder mit „paperside index use --key-stdin“."],
  ["the key of the Qdrant server at {url} cannot be had: {reason}", "An den Schlüssel des Qdrant-Servers unter {url} ist nicht heranzukommen – {reason}."],
  ["the Qdrant server at {url} has version {version}, and {least} is the oldest that can be used: update it", "Der Qdrant-Server unter {url} hat die Version {version}; brauchbar ist frühestens {least}: Aktualisieren Sie ihn."],
  ["no Qdrant server answers at {url}{said}: check the address; the port for gRPC is 6334 where nobody changed it", "Unter {url} antwortet kein Qdrant-Server{said}: Prüfen Sie die Adresse; der Port für gRPC ist 6334, wenn ihn niemand geändert hat."],
  ["the Qdrant server at {url} has no collection {collection} yet: it is made and filled as soon as that can be", "Der Qdrant-Server unter {url} hat noch keine Sammlung {collection}: Sie wird angelegt und gefüllt, sobald das geht."],
  ["the collection {collection} of the Qdrant server at {url} has vectors of {found} numbers, and {expected} are needed: `paperside doctor --repair` makes it anew", "Die Sammlung {collection} des Qdrant-Servers unter {url} hat Vektoren aus {found} Zahlen, gebraucht werden {expected}: „paperside doctor --repair“ legt sie neu an."],
  ["the Qdrant server at {url} could not do what it was asked{said}: look into its log, or try again later", "Der Qdrant-Server unter {url} konnte nicht tun, worum er gebeten war{said}: Sehen Sie in sein Protokoll oder versuchen Sie es später erneut."],
  ["the Qdrant server at {url} refused what it was asked{said}: look into its settings", "Der Qdrant-Server unter {url} lehnte ab, worum er gebeten war{said}: Sehen Sie in seine Einstellungen."],
  ["the index is being filled: {#done} of {#total} passages are in it. Search again when it is done", "Der Index wird gefüllt: {done} von {total} Stellen sind darin. Suchen Sie noch einmal, wenn er fertig ist."],
  ["the place of the index was named for this run only: start Paperside without naming it to move the index", "Der Ort des Index wurde nur für diesen Lauf genannt: Starten Sie Paperside ohne diese Angabe, um den Index umzuziehen."],
  ["the index is being moved; wait until that is done, or call it off with `paperside index cancel`", "Der Index zieht gerade um; warten Sie, bis das fertig ist, oder brechen Sie es mit „paperside index cancel“ ab."],
  ["the index that answers is at {url}; move it elsewhere first", "Der Index, der antwortet, ist unter {url}; ziehen Sie ihn zuerst um."],
  ["the embedder is being changed; wait until that is done, or call it off with `paperside embedder cancel`", "Das Modell für das Finden nach Sinn wird gerade gewechselt; warten Sie, bis das fertig ist, oder brechen Sie es mit „paperside embedder cancel“ ab."],

  // Reading.
  [`{kind} files cannot be read yet; ${canBeRead}`, `Dateien der Art „{kind}“ lassen sich noch nicht lesen; ${readable}.`],
  [`{kind} files cannot be read{advice}; ${canBeRead}`, `Dateien der Art „{kind}“ lassen sich nicht lesen{advice}; ${readable}.`],
  ["the file is empty", "Die Datei ist leer."],
  ["the file is damaged: {reason}", "Die Datei ist beschädigt – {reason}."],
  ["the file cannot be read safely: {reason}", "Die Datei lässt sich nicht sicher lesen – {reason}."],
  ["the file needs a password", "Die Datei braucht ein Passwort."],
  ["the password is not the right one", "Das Passwort stimmt nicht."],
  ["the file is encrypted in a way that cannot be read; save a copy without a password and add that", "Die Datei ist auf eine Weise verschlüsselt, die sich nicht lesen lässt; speichern Sie eine Kopie ohne Passwort und fügen Sie diese hinzu."],
  ["the reader cannot be started: {reason}", "Das Leseprogramm lässt sich nicht starten – {reason}."],
  ["cancelled", "Abgebrochen."],

  // Language models.
  ["{name} is not running at {url}: start it, or answer without a model", "{name} läuft nicht unter {url}: Starten Sie es oder lassen Sie ohne Modell antworten."],
  ["{name} at {url} does not accept the key: check the key in the settings", "{name} unter {url} nimmt den Schlüssel nicht an: Prüfen Sie ihn in den Einstellungen."],
  ["{name} at {url} has no model “{model}”: {choice}", "{name} unter {url} hat kein Modell „{model}“: {choice}."],
  ["the question with its passages is longer than the model “{model}” of {name} at {url} can read at once{said}: give the model a larger context, or fewer passages", "Die Frage mit ihren Stellen ist länger, als das Modell „{model}“ in {name} unter {url} auf einmal lesen kann{said}: Geben Sie ihm einen größeren Kontext oder weniger Stellen."],
  ["{name} at {url} is too busy to answer{said}: try again later, or answer without a model", "{name} unter {url} ist zu beschäftigt, um zu antworten{said}: Versuchen Sie es später erneut oder lassen Sie ohne Modell antworten."],
  ["the answer of {name} at {url} broke off before its end: ask again", "Die Antwort von {name} unter {url} brach vor ihrem Ende ab: Fragen Sie noch einmal."],
  ["{name} at {url} gave no usable answer: {reason}. Check the address, or choose another model", "{name} unter {url} gab keine brauchbare Antwort – {reason}. Prüfen Sie die Adresse oder wählen Sie ein anderes Modell."],
  ["this Paperside was built without the part that runs language models itself: choose a program or server that does, or answer without a model", "Dieses Paperside wurde ohne den Teil gebaut, der selbst Sprachmodelle ausführt: Wählen Sie ein Programm oder einen Server dafür oder lassen Sie ohne Modell antworten."],
  ["the language model {/file} cannot be opened ({source}): choose it again, or answer without a model", "Das Sprachmodell {file} lässt sich nicht öffnen ({source}): Wählen Sie es noch einmal oder lassen Sie ohne Modell antworten."],
  ["{/file} cannot be run as a language model: {reason}. Choose another file, or answer without a model", "{file} lässt sich nicht als Sprachmodell ausführen – {reason}. Wählen Sie eine andere Datei oder lassen Sie ohne Modell antworten."],
  ["the language model {/file} did not answer: {reason}. Ask again, or answer without a model", "Das Sprachmodell {file} hat nicht geantwortet – {reason}. Fragen Sie noch einmal oder lassen Sie ohne Modell antworten."],

  // Finding by meaning.
  ["no embedding server answers at {url}: start it, check the address, or choose the built-in model", "Unter {url} antwortet kein Server für das Finden nach Sinn: Starten Sie ihn, prüfen Sie die Adresse oder wählen Sie das eingebaute Modell."],
  ["the embedding server at {url} does not accept the key: check the key in the settings", "Der Server für das Finden nach Sinn unter {url} nimmt den Schlüssel nicht an: Prüfen Sie ihn in den Einstellungen."],
  ["the server at {url} does not embed with the model “{model}”{said}: check the address and the model", "Der Server unter {url} kann mit dem Modell „{model}“ nicht nach Sinn finden{said}: Prüfen Sie die Adresse und das Modell."],
  ["the embedding server at {url} cannot be used: {reason}. Check the address, or choose another model", "Der Server für das Finden nach Sinn unter {url} ist nicht brauchbar – {reason}. Prüfen Sie die Adresse oder wählen Sie ein anderes Modell."],
  ["the embedding model is missing: there is no {file}. `cargo xtask setup` fetches it; or name its folder in the environment variable PAPERSIDE_MODEL_DIR", "Das Modell für das Finden nach Sinn fehlt: Es gibt kein {file}. „cargo xtask setup“ holt es; oder nennen Sie seinen Ordner in der Umgebungsvariable PAPERSIDE_MODEL_DIR."],
  ["the embedding model's file {file} cannot be used: {reason}. Delete its folder and fetch it again", "Die Datei {file} des Modells für das Finden nach Sinn ist nicht brauchbar – {reason}. Löschen Sie ihren Ordner und holen Sie ihn neu."],
  ["a text could not be cut into tokens: {reason}", "Ein Text ließ sich nicht in Tokens zerlegen – {reason}."],
  ["the embedding threads have ended", "Das Finden nach Sinn ist zu Ende gegangen."],

  // Connections and downloads.
  ["Paperside is offline and may not reach {host}; allow connections in the settings to go on", "Paperside ist offline und darf {host} nicht erreichen; erlauben Sie in den Einstellungen Verbindungen, um fortzufahren."],
  ["the connection to {host} is not safe and was not used: {reason}. Check the date of this computer, and whether your network needs a certificate to be installed", "Die Verbindung zu {host} ist nicht sicher und wurde nicht benutzt – {reason}. Prüfen Sie das Datum dieses Computers und ob für Ihr Netz ein Zertifikat installiert sein muss."],
  ["the connection to {url} broke off: {reason}. Try again", "Die Verbindung zu {url} brach ab – {reason}. Versuchen Sie es erneut."],
  ["{url} did not answer in time; try again later", "{url} hat nicht rechtzeitig geantwortet; versuchen Sie es später erneut."],
  ["the answer of {url} is larger than {limit} bytes and was not taken; check the address", "Die Antwort von {url} ist größer als {limit} Byte und wurde nicht angenommen; prüfen Sie die Adresse."],
  ["{url} gave no usable answer: {reason}; check the address", "{url} gab keine brauchbare Antwort – {reason}; prüfen Sie die Adresse."],
  ["{url} answered {#status}{rest}", "{url} antwortete mit {status}{rest}."],
  ["{url} cannot be reached: {reason}", "{url} ist nicht erreichbar – {reason}."],
  ["this cannot be sent: {reason}", "Das lässt sich nicht senden – {reason}."],
  ["it was cancelled", "Es wurde abgebrochen."],
  ["{url} has {announced} bytes and should have {expected}; it was not loaded. Choose another source", "{url} hat {announced} Byte und sollte {expected} haben; es wurde nicht geladen. Wählen Sie eine andere Quelle."],
  ["{/file} did not come as it was published and was deleted; try again, or choose another source", "{file} kam nicht so an, wie es veröffentlicht ist, und wurde gelöscht; versuchen Sie es erneut oder wählen Sie eine andere Quelle."],
  ["{/file} is being loaded already; wait until that is done", "{file} wird schon geladen; warten Sie, bis das fertig ist."],
  ["the hub has no model {repo} that is open to everybody; check its name", "Es gibt kein Modell {repo}, das allen offensteht; prüfen Sie seinen Namen."],
  ["the model {repo} has no file {part} and cannot be used; choose another one", "Das Modell {repo} hat keine Datei {part} und ist nicht brauchbar; wählen Sie ein anderes."],
  ["“{id}” is no name of a model, a revision or a file; check it", "„{id}“ ist kein Name eines Modells, eines Standes oder einer Datei; prüfen Sie ihn."],

  // Keys.
  ["the keyring of this computer does not answer: unlock it and try again", "Der Schlüsselbund dieses Computers antwortet nicht: Entsperren Sie ihn und versuchen Sie es erneut."],
  ["the keyring of this computer cannot be used: {reason}. Unlock it and try again", "Der Schlüsselbund dieses Computers ist nicht benutzbar – {reason}. Entsperren Sie ihn und versuchen Sie es erneut."],
  ["the keys in {/path} cannot be read or written: {source}", "Die Schlüssel in {path} lassen sich nicht lesen oder schreiben: {source}."],
  ["{/path} holds no keys that can be read: remove it, and enter the keys again in the settings", "In {path} stehen keine lesbaren Schlüssel: Entfernen Sie die Datei und geben Sie die Schlüssel in den Einstellungen neu ein."],
  ["this computer has no keyring", "Dieser Computer hat keinen Schlüsselbund."],
  ["the keyring does not answer", "Der Schlüsselbund antwortet nicht."],

  // Sealed files and backups.
  ["{/path} is no sealed file; choose one that `paperside export` or `paperside backup` has made", "{path} ist keine versiegelte Datei; wählen Sie eine, die „paperside export“ oder „paperside backup“ geschrieben hat."],
  ["{/path} needs a newer Paperside; update the app to open it. Nothing was taken from it", "{path} braucht ein neueres Paperside; aktualisieren Sie die App, um die Datei zu öffnen. Nichts wurde daraus übernommen."],
  ["{/path} is locked: give its passphrase", "{path} ist verschlossen: Geben Sie die Passphrase an."],
  ["{/path} does not open with this passphrase", "{path} öffnet sich mit dieser Passphrase nicht."],
  ["a passphrase needs a letter", "Eine Passphrase braucht einen Buchstaben."],
  ["{/path} is damaged and nothing was taken from it: {reason}. Get it once more from where it was made", "{path} ist beschädigt, und nichts wurde daraus übernommen – {reason}. Holen Sie die Datei noch einmal von dort, wo sie entstand."],
  ["there is a file {/path} already; choose another name, or let `--replace` put the new one in its place", "Es gibt schon eine Datei {path}; wählen Sie einen anderen Namen oder lassen Sie die neue mit „--replace“ an ihre Stelle treten."],
  ["{/path} is in the library itself; choose a folder elsewhere, best on another disk", "{path} liegt in der Bibliothek selbst; wählen Sie einen Ordner anderswo, am besten auf einem anderen Datenträger."],
  ["this library is not empty, and a backup is restored into an empty one: name a new folder with --library, or add what is in the backup with `paperside import`", "Diese Bibliothek ist nicht leer, und eine Sicherung wird in eine leere zurückgeholt: Nennen Sie mit --library einen neuen Ordner oder fügen Sie mit „paperside import“ hinzu, was in der Sicherung ist."],
  ["another sealed file is being taken in; wait until that is done", "Gerade wird eine andere versiegelte Datei übernommen; warten Sie, bis das fertig ist."],
  ["the library's copy of the document {id} cannot be read", "Die Kopie des Dokuments {id} in der Bibliothek lässt sich nicht lesen."],
  ["name a file or a folder for the backup, or choose a folder with `paperside settings backup-folder`", "Nennen Sie eine Datei oder einen Ordner für die Sicherung oder wählen Sie einen Ordner mit „paperside settings backup-folder“."],
  ["no backup could be made in {folder}: {reason}", "In {folder} ließ sich keine Sicherung schreiben – {reason}."],

  // The server for other programs.
  ["127.0.0.1:{port}: another program uses this port; choose another one", "Den Port {port} benutzt ein anderes Programm; wählen Sie einen anderen."],
  ["127.0.0.1:{port}: this port is kept for the system; choose one above 1023", "Der Port {port} ist dem System vorbehalten; wählen Sie einen über 1023."],

  // Last, because it fits so much.
  ["{/path}: {source}", "{path}: {source}."],
];
