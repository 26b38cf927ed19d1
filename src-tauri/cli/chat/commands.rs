//! What a line can ask for besides an answer.

/// A command's name, what it is given, and what it does.
pub(super) struct Known {
    /// With its stroke.
    pub(super) name: &'static str,
    /// What has to follow, or can.
    given: &'static str,
    does: &'static str,
}

/// All commands.
pub(super) const COMMANDS: [Known; 7] = [
    Known { name: "/new", given: "", does: "begin a new chat" },
    Known { name: "/sources", given: "", does: "list what the last answer cites" },
    Known { name: "/open", given: " N", does: "open the file of source N" },
    Known { name: "/collection", given: " NAME", does: "ask this collection; the whole library without a name" },
    Known { name: "/chats", given: "", does: "list what was asked before" },
    Known { name: "/help", given: "", does: "list these" },
    Known { name: "/quit", given: "", does: "end, as Ctrl-D does" },
];

impl Known {
    /// Whether anything can follow it.
    pub(super) fn is_given_something(&self) -> bool {
        !self.given.is_empty()
    }
}

/// What all of them do, and the keys.
pub(super) fn help() -> String {
    let line = |known: &Known| format!("{:<18} {}\n", format!("{}{}", known.name, known.given), known.does);
    let commands: String = COMMANDS.iter().map(line).collect();
    format!("{commands}Ctrl-C stops an answer. The path of a file or folder imports it.")
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// Begin a new chat.
    New,
    /// List what the last answer cites.
    Sources,
    /// Open the file of a source.
    Open(u32),
    /// Ask one collection only, or the whole library.
    Collection(Option<String>),
    /// List the chats.
    Chats,
    /// List the commands.
    Help,
    /// End.
    Quit,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// Blank.
    Nothing,
    /// A command.
    Command(Command),
    /// Meant as one, and what is wrong with it.
    Wrong(String),
    /// A question, or the name of a file.
    Other(String),
}

impl Line {
    /// What is meant by a line. Names of files begin with a stroke too.
    pub(super) fn parse(line: &str) -> Self {
        let line = line.trim();
        let (name, given) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let given = given.trim();
        let command = match name {
            "" => return Self::Nothing,
            "/open" => match given.trim_matches(['[', ']']).parse() {
                Ok(number) => Command::Open(number),
                Err(_) => return Self::Wrong("/open wants the number of a source, such as /open 1".to_owned()),
            },
            "/collection" => Command::Collection((!given.is_empty()).then(|| given.to_owned())),
            "/new" => Command::New,
            "/sources" => Command::Sources,
            "/chats" => Command::Chats,
            "/help" => Command::Help,
            "/quit" => Command::Quit,
            // One more stroke, and it is a path.
            name if name.starts_with('/') && !name[1..].contains('/') && !std::path::Path::new(line).exists() => {
                return Self::Wrong(format!("there is no command and no file {name}; /help lists the commands"));
            }
            _ => return Self::Other(line.to_owned()),
        };
        Self::Command(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_commands_or_not() {
        assert_eq!(Line::parse("  "), Line::Nothing);
        assert_eq!(Line::parse(" /open [2] "), Line::Command(Command::Open(2)));
        assert_eq!(
            Line::parse("/collection My papers"),
            Line::Command(Command::Collection(Some("My papers".to_owned())))
        );
        assert_eq!(Line::parse("/collection"), Line::Command(Command::Collection(None)));
        assert!(matches!(Line::parse("/open it"), Line::Wrong(_)));
        assert!(matches!(Line::parse("/nonsense of mine"), Line::Wrong(hint) if hint.contains("/nonsense")));
        assert_eq!(Line::parse("/home/me/a.pdf"), Line::Other("/home/me/a.pdf".to_owned()));
        assert_eq!(Line::parse("What is 1/2?"), Line::Other("What is 1/2?".to_owned()));
        assert_eq!(Line::parse("one\ntwo\n"), Line::Other("one\ntwo".to_owned()));
    }

    #[test]
    fn every_command_is_known_by_its_name() {
        for known in COMMANDS {
            let line = if known.name == "/open" { "/open 1" } else { known.name };
            assert!(matches!(Line::parse(line), Line::Command(_)), "{line}");
            assert!(help().contains(known.name));
        }
    }
}
