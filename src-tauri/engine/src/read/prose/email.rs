//! E-mails (EML).

use std::borrow::Cow;
use std::fmt::Write;

use encoding_rs::Encoding;
use mail_parser::{Address, DateTime, Message, MessageParser, MimeHeaders, PartType};

use crate::read::prose::html;
use crate::read::{DocumentInfo, PageSink, ReadError, guarded, text};

/// Reads an e-mail: who wrote it to whom, when and about what, then its text. Attachments are named, not read.
///
/// # Errors
/// [`ReadError::Damaged`] if it is nothing of the kind, [`ReadError::Cancelled`].
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    // An e-mail is in ASCII and tells the encodings of its parts; but some have been saved by text editors.
    let bytes = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            Cow::Owned(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned().into())
        }
        None if bytes.get(1) == Some(&0) => Cow::Owned(encoding_rs::UTF_16LE.decode(bytes).0.into_owned().into()),
        None => Cow::Borrowed(bytes),
    };
    let message = guarded(|| MessageParser::default().parse(&*bytes).ok_or_else(headless))?;
    let title = message.subject().map(tidy).filter(|subject| !subject.is_empty());
    let author = message.from().map(people).filter(|people| !people.is_empty());
    let text = (!message.headers().is_empty()).then(|| whole(&message));
    dismantle(message);
    let info = DocumentInfo::new("message/rfc822", title, author);
    text::deliver(info, "email", text::sections(&text.ok_or_else(headless)?, &[]), sink)
}

fn headless() -> ReadError {
    ReadError::Damaged { reason: "it has no head as e-mails have".to_owned() }
}

/// Frees a message. One within another within another would otherwise be freed by recursion, and a hostile one
/// has enough of them to exhaust the stack.
fn dismantle(message: Message<'_>) {
    let mut messages = vec![message];
    while let Some(message) = messages.pop() {
        messages.extend(message.parts.into_iter().filter_map(|part| match part.body {
            PartType::Message(inner) => Some(inner),
            _ => None,
        }));
    }
}

/// All that is shown of a message.
fn whole(message: &Message<'_>) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(text, "{name}: {value}");
        }
    };
    line("From", message.from().map(people));
    line("To", message.to().map(people));
    line("Cc", message.cc().map(people));
    line("Date", message.date().map(date));
    line("Subject", message.subject().map(tidy));
    for body in bodies(message) {
        text.push('\n');
        text.push_str(body.trim());
        text.push('\n');
    }
    let names: Vec<_> = message.attachments().map(|part| name(part)).collect();
    if !names.is_empty() {
        let _ = write!(text, "\nAttachments (not read): {}", names.join(", "));
    }
    text
}

/// The texts of a message; a web page only where there is no plain text instead.
fn bodies(message: &Message<'_>) -> Vec<String> {
    let body = |part: &mail_parser::MessagePart<'_>| match &part.body {
        PartType::Text(text) => Some(text.replace("\r\n", "\n")),
        PartType::Html(source) => Some(html::plain(source).text),
        _ => None,
    };
    message.text_bodies().filter_map(body).filter(|body| !body.trim().is_empty()).collect()
}

fn name(part: &mail_parser::MessagePart<'_>) -> String {
    match part.attachment_name() {
        Some(name) => tidy(name),
        None if part.is_message() => "an e-mail".to_owned(),
        None => part.content_type().map_or_else(
            || "one without a name".to_owned(),
            |kind| format!("{}/{} without a name", kind.ctype(), kind.subtype().unwrap_or("?")),
        ),
    }
}

fn people(address: &Address<'_>) -> String {
    let person = |person: &mail_parser::Addr<'_>| match (person.name(), person.address()) {
        (Some(name), Some(address)) if name != address => Some(format!("{} <{}>", tidy(name), tidy(address))),
        (Some(one), _) | (None, Some(one)) => Some(tidy(one)),
        (None, None) => None,
    };
    address.iter().filter_map(person).collect::<Vec<_>>().join(", ")
}

/// A time as its sender's clock showed it.
fn date(date: &DateTime) -> String {
    let DateTime { year, month, day, hour, minute, .. } = date;
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::{Read, assert_harmless, read_with};

    const HEAD: &str = "From: =?utf-8?q?Jane_M=C3=BCller?= <jane@example.com>\r\nTo: Bob <bob@example.com>,\r\n \
        eve@example.com\r\nDate: Sat, 20 Nov 2021 14:22:01 -0800\r\nSubject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\n";

    fn message(rest: &str) -> Vec<u8> {
        format!("{HEAD}{rest}").into_bytes()
    }

    const SHOWN: &str = "From: Jane Müller <jane@example.com>\nTo: Bob <bob@example.com>, eve@example.com\n\
        Date: 2021-11-20 14:22\nSubject: Grüße\n\n";

    #[test]
    fn head_text_and_attachments_are_shown() {
        let rest = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\
            Content-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain; \
            charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSch=F6n.\r\n--y\r\n\
            Content-Type: text/html\r\n\r\n<p>other</p>\r\n--y--\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\
            Content-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n";
        let Read { info, pages } = read_with(read, &message(rest)).expect("it is read");
        assert_eq!(pages[0].text, format!("{SHOWN}Schön.\n\nAttachments (not read): a.pdf"));
        assert_eq!(info.title.as_deref(), Some("Grüße"));
        assert_eq!(info.author.as_deref(), Some("Jane Müller <jane@example.com>"));
    }

    #[test]
    fn a_web_page_is_read_where_there_is_no_text() {
        let rest = "Content-Type: text/html; charset=utf-8\r\n\r\n<style>p{}</style><p>One</p><p>Two</p>";
        assert_eq!(read_with(read, &message(rest)).expect("it is read").texts(), [format!("{SHOWN}One\n\nTwo")]);
    }

    #[test]
    fn broken_and_deep_files_do_no_harm() {
        let multipart = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n";
        assert_harmless(read, &message(&format!("{multipart}\r\ntext\r\n--x--")));
        let _ = read_with(read, &message(&multipart.repeat(200_000)));
        let nested = "Content-Type: message/rfc822\r\n\r\nSubject: a\r\n".repeat(200_000);
        let _ = read_with(read, &message(&nested));
        assert!(read_with(read, b"\n").is_err());
    }
}
