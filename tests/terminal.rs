//! The terminal as a person sees it, and as a program reads it.
//!
//! A real terminal is had from `script` of util-linux, which every Linux has: what it is given are keys, what it prints
//! is what a terminal would be told.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::support::{Ended, Paperside, corpus};

/// The shells that commands can be completed in.
const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// What a terminal would obey or show in another order, ends of lines and tabs aside.
fn obeyed(text: &str) -> Vec<char> {
    let turns = |letter: &char| matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|letter| (letter.is_control() && !matches!(letter, '\n' | '\t')) || turns(letter)).collect()
}

/// The commands that the help lists.
fn commands(paperside: &Paperside) -> Vec<String> {
    let help = paperside.text(&["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = names.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect();
    assert!(names.contains(&"ask".to_owned()), "{help}");
    names.into_iter().filter(|name| name != "help").collect()
}

#[test]
fn completions_and_manual_need_no_library_and_have_every_command() {
    let paperside = Paperside::new();
    let manual = paperside.text(&["man"]);
    assert!(manual.contains(".TH paperside 1") && manual.contains(".SS \"paperside chats show\""), "{manual}");
    let scripts = SHELLS.map(|shell| paperside.text(&["completions", shell]));
    for command in commands(&paperside) {
        assert!(manual.contains(&format!(".SS \"paperside {command}\"")), "the manual knows nothing of {command}");
        for (shell, script) in SHELLS.iter().zip(&scripts) {
            assert!(script.contains(&command), "{shell} knows nothing of {command}");
        }
    }
    assert!(!paperside.library().exists(), "no library is made for it");
}

#[test]
fn each_command_has_a_page_of_its_own() {
    let paperside = Paperside::new();
    let folder = paperside.library().with_file_name("man1");
    let ended = paperside.json(&["man", "--to", folder.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for page in ["paperside.1", "paperside-ask.1", "paperside-chats-show.1"] {
        assert!(folder.join(page).is_file(), "{page}");
    }
}

#[test]
fn the_manual_can_be_typeset() {
    let page = Paperside::new().text(&["man"]);
    let typeset = |program: &str, arguments: &[&str]| {
        let mut child = Command::new(program);
        let mut child = child.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        let mut input = child.stdin.take().unwrap();
        let page = page.clone();
        let writing = std::thread::spawn(move || input.write_all(page.as_bytes()));
        let ended = child.wait_with_output().unwrap();
        writing.join().unwrap().unwrap();
        assert!(ended.status.success(), "{program}");
        Some(String::from_utf8_lossy(&ended.stdout).into_owned())
    };
    // Where neither is installed nobody reads manuals.
    for text in [typeset("groff", &["-man", "-Tutf8"]), typeset("mandoc", &["-Tutf8"])].into_iter().flatten() {
        assert!(text.contains("Ask question after question in the terminal"), "{text}");
    }
}

#[test]
fn nothing_that_a_document_says_is_obeyed() {
    let paperside = Paperside::new();
    let (name, text) =
        ("kettle\u{1b}]0;owned\u{7}\u{9b}2J.txt", "The kettle\u{1b}[2J is on the \u{202e}stove\u{9d}.\n");
    let file = paperside.file(name, text.as_bytes());
    let added = paperside.command(&["add"]).arg(&file).output().unwrap();
    assert!(added.status.success());
    let id = paperside.json(&["list"]).lines[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(paperside.json(&["list"]).lines[0]["filename"], name, "programs get it as it is");
    let (asked, forms): (_, [&[&str]; 2]) = (["ask", "Where is the kettle?"], [&[], &["--json"]]);
    let commands: [&[&str]; 6] = [
        &asked,
        &["search", "kettle"],
        &["search", "--all", "kettle"],
        &["list"],
        &["show", id.as_str()],
        &["remove", id.as_str()],
    ];
    for arguments in commands {
        for form in forms {
            let output = paperside.command(form).args(arguments).output().unwrap();
            // What was removed in the first form cannot be found in the second.
            assert!(!output.stdout.is_empty(), "{arguments:?}");
            for written in [output.stdout, output.stderr] {
                let written = String::from_utf8(written).unwrap();
                assert!(obeyed(&written).is_empty(), "{arguments:?}: {written:?}");
            }
        }
    }
    let added = [added.stdout, added.stderr].map(|written| String::from_utf8(written).unwrap());
    assert!(obeyed(&added.concat()).is_empty(), "{added:?}");
}

#[test]
fn with_json_every_line_is_an_object_and_every_refusal_has_its_reason() {
    let paperside = Paperside::with(&["french.pdf"]);
    let settled: [&[&str]; 12] = [
        &["list"],
        &["collections", "create", "Work"],
        &["imports"],
        &["imports", "pause"],
        &["imports", "resume"],
        &["settings", "offline", "on"],
        &["settings", "offline", ""],
        &["embedder"],
        &["model", "off"],
        &["model"],
        &["pins", "check"],
        &["doctor"],
    ];
    for arguments in settled {
        let ended = paperside.json(arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.stderr);
        assert!(ended.lines.iter().all(serde_json::Value::is_object), "{arguments:?}");
    }
    let refused: [(&[&str], i32, &str); 9] = [
        (&["list", "--collection", "Nowhere"], 1, "unknown_collection"),
        (&["show", "ffff"], 1, "document"),
        (&["remove", "ffff"], 1, "document"),
        (&["settings", "no-such", "on"], 1, "setting"),
        (&["chats", "export", "77"], 1, "chat"),
        (&["collections", "delete", "Nowhere"], 1, "collection"),
        (&["embedder", "use", "http://127.0.0.1:1"], 2, "usage"),
        (&["model", "use", "nothing"], 2, "usage"),
        (&["search"], 2, "usage"),
    ];
    for (arguments, code, kind) in refused {
        let ended = paperside.json(arguments);
        let told = ended.lines.last().unwrap_or_else(|| panic!("{arguments:?} says nothing"));
        assert_eq!((ended.code, told["type"].as_str()), (code, Some("error")), "{arguments:?}: {told}");
        assert!(told["code"].as_str().unwrap().contains(kind), "{arguments:?}: {told}");
        assert!(!told["message"].as_str().unwrap().is_empty() && !ended.stderr.is_empty(), "{arguments:?}");
    }
}

/// Says these lines to a chat that has no terminal.
fn say(paperside: &Paperside, lines: &str) -> Ended {
    let mut chat = paperside.command(&["--json", "chat"]);
    let chat = chat.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut chat = chat.spawn().unwrap();
    chat.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    Ended::from(chat.wait_with_output().unwrap())
}

#[test]
fn a_chat_of_lines_obeys_commands_and_goes_on_after_what_it_cannot_do() {
    let paperside = Paperside::new();
    let file = paperside.file("kettle.txt", b"The kettle is on the stove.");
    paperside.add(&[&file, &corpus("french.pdf")]);
    assert_eq!(paperside.json(&["collections", "create", "Empty"]).code, 0);
    let ended = say(
        &paperside,
        "\nWhere is the kettle?\n/sources\n/open 1\n/open 9\n/nonsense\n/collection empty\nWhere is the kettle?\n\
         /collection\n/new\nWhere is the kettle?\n/chats\n/help\n/quit\nnever asked\n",
    );
    assert_eq!(ended.code, 3, "some lines could not be obeyed: {}", ended.stderr);
    assert_eq!(ended.of_type("sources")[0]["citations"][0]["quote"], "The kettle is on the stove.");
    assert_eq!(ended.of_type("source")[0]["path"], file.to_str().unwrap());
    assert_eq!(ended.of_type("error").len(), 2, "there is no source 9 and no such command");
    let refused: Vec<_> = ended.of_type("done").iter().map(|done| done["refused"].as_bool().unwrap()).collect();
    assert_eq!(refused, [false, true, false], "the empty collection holds no kettle");
    let kept: Vec<_> = ended.of_type("kept").iter().map(|kept| kept["chat"].as_u64().unwrap()).collect();
    assert!(kept.len() == 3 && kept[0] == kept[1] && kept[1] != kept[2], "{kept:?}");
    assert!(ended.stderr.contains("/collection NAME"), "{}", ended.stderr);
    assert_eq!(say(&paperside, "/open 1\n").code, 1, "nothing that was asked for is done");
    assert_eq!(say(&paperside, "Where is the kettle?\n").code, 0);
}

/// A real terminal.
#[cfg(target_os = "linux")]
mod on_a_terminal {
    use std::io::{Read, Write};
    use std::os::unix::fs::PermissionsExt;
    use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use serde_json::json;

    use super::obeyed;
    use crate::servers::{Answer, Server};
    use crate::support::{Paperside, corpus};

    const PAPER: &str = "programming-languages-in-economics.pdf";
    const QUESTION: &str = "How much slower than C++ is code in CPython?";

    /// A program on a terminal of 80 columns and 24 rows.
    struct Terminal {
        child: Child,
        keys: ChildStdin,
        shown: ChildStdout,
        /// What it has shown and nobody has looked at yet.
        pending: String,
        /// The beginning of a letter behind that.
        unfinished: Vec<u8>,
    }

    impl Drop for Terminal {
        /// A test that failed leaves nothing behind.
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    fn quoted(word: &str) -> String {
        format!("'{}'", word.replace('\'', r"'\''"))
    }

    impl Terminal {
        fn run(paperside: &Paperside, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
            let program = paperside.command(arguments);
            let words = std::iter::once(program.get_program()).chain(program.get_args());
            let words: Vec<String> = words.map(|word| quoted(word.to_str().unwrap())).collect();
            let line = format!("stty cols 80 rows 24; exec {}", words.join(" "));
            let mut command = Command::new("script");
            command.args(["-q", "-f", "-e", "-c", &line, "/dev/null"]);
            for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "DISPLAY", "WAYLAND_DISPLAY"] {
                command.env_remove(name);
            }
            command.env("TERM", "xterm-256color").env("SHELL", "/bin/sh").env("XDG_STATE_HOME", state(paperside));
            command.envs(environment.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = command.spawn().expect("script of util-linux must be installed");
            let (keys, shown) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
            Self { child, keys, shown, pending: String::new(), unfinished: Vec::new() }
        }

        fn press(&mut self, keys: &str) {
            self.keys.write_all(keys.as_bytes()).unwrap();
            self.keys.flush().unwrap();
        }

        /// What is shown until this is, which is then looked at.
        fn until(&mut self, wanted: &str) -> String {
            let mut bytes = [0; 4096];
            loop {
                if let Some(at) = self.pending.find(wanted) {
                    return self.pending.drain(..at + wanted.len()).collect();
                }
                let read = self.shown.read(&mut bytes).unwrap();
                assert!(read > 0, "the terminal ended before it showed {wanted:?}: {:?}", self.pending);
                self.unfinished.extend_from_slice(&bytes[..read]);
                let whole = match std::str::from_utf8(&self.unfinished) {
                    Ok(text) => text.len(),
                    Err(error) => error.valid_up_to(),
                };
                let letters = self.unfinished.drain(..whole).collect();
                self.pending.push_str(&String::from_utf8(letters).unwrap());
            }
        }

        /// All that is still to be shown, and how the program ended.
        fn rest(mut self) -> (String, i32) {
            let mut rest = std::mem::take(&mut self.unfinished);
            self.shown.read_to_end(&mut rest).unwrap();
            let code = self.child.wait().unwrap().code().unwrap();
            (std::mem::take(&mut self.pending) + &String::from_utf8(rest).unwrap(), code)
        }
    }

    fn state(paperside: &Paperside) -> std::path::PathBuf {
        paperside.library().with_file_name("state")
    }

    fn shown(paperside: &Paperside, arguments: &[&str], environment: &[(&str, &str)]) -> String {
        let (shown, code) = Terminal::run(paperside, arguments, environment).rest();
        assert_eq!(code, 0, "{shown}");
        shown
    }

    #[test]
    fn an_answer_has_looks_and_links_on_a_terminal_only() {
        let paperside = Paperside::with(&[PAPER]);
        let answer = shown(&paperside, &["ask", QUESTION], &[]);
        let link = format!("{PAPER}#page=");
        assert!(answer.contains("\u{1b}]8;;file:///") && answer.contains(&link), "{answer:?}");
        assert!(answer.contains("\u{1b}[34m[1]\u{1b}[0m"), "the number has a colour: {answer:?}");
        assert!(answer.contains("quoted") && answer.contains("page "), "{answer:?}");

        let without_colour = shown(&paperside, &["ask", QUESTION], &[("NO_COLOR", "1")]);
        assert!(!without_colour.contains("\u{1b}[") && without_colour.contains(&link), "{without_colour:?}");
        let dumb = shown(&paperside, &["ask", QUESTION], &[("TERM", "dumb")]);
        assert!(!dumb.contains('\u{1b}') && dumb.contains("[1]"), "{dumb:?}");
        let json = shown(&paperside, &["--json", "ask", QUESTION], &[]);
        assert!(!json.contains('\u{1b}') && json.lines().all(|line| line.starts_with('{')), "{json:?}");
        let piped = paperside.text(&["ask", QUESTION]);
        assert!(obeyed(&piped).is_empty() && piped.contains("[1]"), "{piped:?}");
    }

    #[test]
    fn hits_fit_and_what_was_looked_for_stands_out() {
        let paperside = Paperside::with(&[PAPER]);
        let hits = shown(&paperside, &["search", "loop decorated for Numba", "-k", "3"], &[]);
        assert!(hits.contains("\u{1b}[1mNumba\u{1b}[0m"), "{hits:?}");
        assert!(hits.contains(&format!("{PAPER}#page=")), "{hits:?}");
        let mut bare = hits.clone();
        while let Some(at) = bare.find("\u{1b}]8;;") {
            let end = at + bare[at..].find("\u{1b}\\").unwrap() + 2;
            bare.replace_range(at..end, "");
        }
        for look in ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"] {
            bare = bare.replace(look, "");
        }
        assert!(!bare.contains('\u{1b}'), "nothing else: {bare:?}");
        assert!(bare.lines().all(|line| line.chars().count() <= 80), "{bare}");
    }

    #[test]
    fn several_files_leave_one_line_each() {
        let paperside = Paperside::new();
        let files = ["one", "two", "three"]
            .map(|name| paperside.file(&format!("{name}.txt"), format!("The {name} kettle is on.").as_bytes()));
        let mut arguments = vec!["add"];
        arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
        let added = shown(&paperside, &arguments, &[]);
        assert!(added.contains("3 added in"), "{added:?}");
        let piped = paperside.command(&["add"]).arg(corpus("french.pdf")).output().unwrap();
        let told = String::from_utf8(piped.stderr).unwrap();
        assert!(obeyed(&told).is_empty() && !told.contains("reading"), "nobody watches: {told:?}");
    }

    /// A server of language models. The one that is slow says nothing until the test is over.
    fn server(text: &'static str) -> (Server, Receiver<()>, Sender<()>) {
        let (asked, was_asked) = channel();
        let (over, is_over) = channel();
        let (asked, is_over) = (Mutex::new(asked), Mutex::new(is_over));
        let server = Server::start(move |request| {
            if request.path == "/v1/models" {
                let models = ["fast", "slow"].map(|id| json!({"id": id, "object": "model"}));
                return Answer::json(&json!({"object": "list", "data": models}));
            }
            if request.path != "/v1/chat/completions" {
                return Answer::status(404);
            }
            let _ = asked.lock().unwrap().send(());
            if request.body.windows(6).any(|bytes| bytes == b"\"slow\"") {
                // Ends when the test does.
                let _ = is_over.lock().unwrap().recv();
            }
            let letters: Vec<char> = text.chars().collect();
            let piece = |piece: &[char]| {
                let piece = json!({"choices": [{"index": 0, "delta": {"content": piece.iter().collect::<String>()}}]});
                format!("data: {piece}\n\n")
            };
            let end = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
            let pieces: Vec<String> = letters.chunks(5).map(piece).collect();
            let body = format!("{}data: {end}\n\ndata: [DONE]\n\n", pieces.concat());
            Answer { content_type: "text/event-stream", ..Answer::text(body) }
        });
        (server, was_asked, over)
    }

    fn with_kettle() -> Paperside {
        let paperside = Paperside::new();
        let file = paperside.file("kettle.txt", b"The kettle is on the stove.");
        assert_eq!(paperside.add(&[&file]).code, 0);
        paperside
    }

    #[test]
    fn what_a_model_writes_is_read_as_markdown() {
        let paperside = with_kettle();
        let text = "# The kettle\n\n- The kettle is on the **stove**. [1]\n\nSee \u{1b}]0;owned\u{7} too.\n";
        let (server, _asked, _over) = server(text);
        assert_eq!(paperside.json(&["model", "use", &server.url, "fast"]).code, 0);
        let answer = shown(&paperside, &["ask", "Where is the kettle?"], &[]);
        assert!(answer.contains("\u{1b}[1m\u{1b}[4mThe kettle\u{1b}[0m"), "{answer:?}");
        assert!(answer.contains("• The kettle is on the \u{1b}[1mstove\u{1b}[0m."), "{answer:?}");
        assert!(answer.contains("kettle.txt\u{1b}\\\u{1b}[34m[1]\u{1b}[0m\u{1b}]8;;\u{1b}\\"), "{answer:?}");
        assert!(!answer.contains("\u{1b}]0;") && !answer.contains("**"), "{answer:?}");
        let piped = paperside.text(&["ask", "Where is the kettle?"]);
        assert!(piped.contains("**stove**") && obeyed(&piped).is_empty(), "{piped:?}");
    }

    #[test]
    fn a_chat_is_held_with_keys() {
        let paperside = with_kettle();
        let mut chat = Terminal::run(&paperside, &["chat"], &[]);
        chat.until("1 documents in the library.");
        chat.until("> ");
        chat.press("Where is the kettle?\r");
        chat.until("quoted");
        chat.until("> ");
        chat.press("/sou\t\r");
        chat.until("“The kettle is on the stove.”");
        chat.until("> ");
        chat.press("/open 1\r");
        chat.until("kettle.txt, page 1");
        chat.until("> ");
        // Several lines that are pasted are one question.
        chat.press("\u{1b}[200~Where is\nthe kettle?\u{1b}[201~\r");
        chat.until("quoted");
        chat.until("> ");
        chat.press("half a quest\u{3}");
        chat.until("\n");
        chat.until("> ");
        chat.press("\u{4}");
        let (rest, code) = chat.rest();
        assert_eq!(code, 0, "{rest}");

        let history = state(&paperside).join("paperside/chat-history");
        let kept = std::fs::read_to_string(&history).unwrap();
        assert!(kept.contains("\nWhere is the kettle?\n") && kept.contains("Where is\\nthe kettle?"), "{kept}");
        assert!(!kept.contains("half a quest"), "{kept}");
        assert_eq!(history.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(paperside.json(&["chats"]).lines[0]["turns"], 2);
    }

    #[test]
    fn ctrl_c_stops_an_answer_and_not_the_chat() {
        let paperside = with_kettle();
        let (server, asked, over) = server("The kettle is on the stove. [1]");
        assert_eq!(paperside.json(&["model", "use", &server.url, "slow"]).code, 0);
        let mut chat = Terminal::run(&paperside, &["chat"], &[]);
        chat.until("> ");
        chat.press("Where is the kettle?\r");
        asked.recv().unwrap();
        chat.press("\u{3}");
        chat.until("the answer was stopped");
        chat.until("> ");
        chat.press("/help\r");
        chat.until("/collection NAME");
        chat.until("> ");
        chat.press("/quit\r");
        let (rest, code) = chat.rest();
        assert_eq!(code, 0, "{rest}");
        drop(over);
    }
}
