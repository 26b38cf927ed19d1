//! Documents that come as bytes.
//!
//! They are written to disk as they come, some requests at a time; the others wait unread, so that any number of files
//! can be sent at once in the memory of a few. Nothing of a request is imported before all of it is here.

use axum::Json;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use paperside_engine::messages::Password;
use paperside_engine::{Error, Received};
use schemars::JsonSchema;
use serde::Serialize;

use super::meter::Meter;
use super::problem::Problem;
use super::{Serving, Shared};

/// Files in one request.
const MOST_FILES: usize = 1000;

/// Bytes of a name or a password.
const LONGEST_TEXT: usize = 4 << 10;

/// What became of a file that was sent.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Upload {
    /// What it is called.
    filename: String,
    /// Its media type, as its beginning and its name tell; reading it may tell otherwise.
    content_type: Option<String>,
    /// In bytes.
    size: u64,
    /// SHA-256 of its bytes, in hex: the document's id, also while it is being imported. Absent if it was refused.
    id: Option<String>,
    /// What becomes of it.
    status: UploadStatus,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// What becomes of a file that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum UploadStatus {
    /// It is on disk, and imported in its turn.
    Queued,
    /// It is in the library already, as it is.
    Unchanged,
    /// It is no document that can be read.
    Failed,
}

/// What became of the files of a request.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Uploads {
    /// Of one.
    One(Upload),
    /// Of several, in their order.
    Several(Vec<Upload>),
}

/// A form of files to import.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "only described: it is read as it comes")]
pub(super) struct UploadForm {
    /// One or several files, each with its name. The name of the part does not matter.
    #[schemars(with = "Vec<FileBytes>")]
    file: (),
    /// The collection to put them in; made if it is new.
    collection: Option<String>,
    /// What opens those of them that are encrypted. It is used once and not kept.
    password: Option<String>,
}

/// The bytes of a file.
#[derive(Debug, JsonSchema)]
#[schemars(inline, extend("contentMediaType" = "application/octet-stream"))]
#[expect(dead_code, reason = "only described")]
struct FileBytes(String);

/// A form as it came.
#[derive(Default)]
struct Form {
    files: Vec<Sent>,
    collection: Option<String>,
    password: Option<Password>,
}

/// A file as it came.
enum Sent {
    /// All of it is here.
    Here(Received),
    /// It is no document.
    Refused { filename: String, size: u64, problem: Problem },
}

/// Receives files and puts them in the queue.
pub(super) async fn add(
    State(serving): State<Shared>,
    request: Request,
) -> Result<(StatusCode, Json<Uploads>), Problem> {
    let turn = tokio::select! {
        turn = serving.receiving.acquire() => turn.map_err(|_| Problem::closing())?,
        () = serving.stop.cancelled() => return Err(Problem::closing()),
    };
    let form = receive(&serving, request).await?;
    drop(turn);
    let uploads = take_in(&serving, form).await?;
    let is_queued = uploads.iter().any(|upload| upload.status == UploadStatus::Queued);
    let status = if is_queued { StatusCode::ACCEPTED } else { StatusCode::OK };
    let uploads = match <[Upload; 1]>::try_from(uploads) {
        Ok([upload]) => Uploads::One(upload),
        Err(uploads) => Uploads::Several(uploads),
    };
    Ok((status, Json(uploads)))
}

/// Reads a form, its files to disk.
async fn receive(serving: &Serving, request: Request) -> Result<Form, Problem> {
    let meter = Meter::default();
    let no_form = |_| {
        let message = "files are sent as a form: Content-Type: multipart/form-data with a boundary";
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "no_form", message)
    };
    let request = request.map(|body| meter.count(body));
    let mut parts = Multipart::from_request(request, &()).await.map_err(no_form)?;
    let mut form = Form::default();
    while let Some(field) = parts.next_field().await.map_err(|error| broken(&error, &meter))? {
        meter.claim();
        let (name, filename) = (field.name().unwrap_or_default().to_owned(), field.file_name().map(str::to_owned));
        match (name.as_str(), filename) {
            (_, Some(filename)) if filename.trim().is_empty() => {
                return Err(Problem::malformed("a file came without a name; its name tells what it is"));
            }
            (_, Some(_)) if form.files.len() == MOST_FILES => {
                return Err(Problem::too_large(format!("a request may have {MOST_FILES} files at the most")));
            }
            (_, Some(filename)) => form.files.push(file(serving, filename, field, &meter).await?),
            ("collection", None) => form.collection = Some(text(field, &meter).await?),
            ("password", None) => form.password = Some(Password(text(field, &meter).await?)),
            (other, None) => {
                let message = format!(
                    "the part “{other}” is no file, which has a filename, and neither “collection” nor “password”"
                );
                return Err(Problem::malformed(message));
            }
        }
    }
    if form.files.is_empty() {
        return Err(Problem::malformed("the form holds no file; a file is a part with a filename"));
    }
    Ok(form)
}

/// Writes a file to disk as it comes. One that is no document is let pass by.
async fn file(serving: &Serving, filename: String, mut field: Field<'_>, meter: &Meter) -> Result<Sent, Problem> {
    let mut incoming = Ok(serving.library.receive(filename.clone()).await?);
    let mut size = 0;
    while let Some(bytes) = field.chunk().await.map_err(|error| broken(&error, meter))? {
        meter.claim();
        size += bytes.len() as u64;
        if size > serving.largest_file {
            let most = serving.largest_file >> 20;
            return Err(Problem::too_large(format!("{filename} is too large: a file may have {most} MiB at the most")));
        }
        let written = match &mut incoming {
            Ok(file) => file.write(&bytes).await,
            Err(_) => Ok(()),
        };
        if let Err(error) = written {
            incoming = Err(error);
        }
    }
    let received = match incoming {
        Ok(file) => file.finish().await,
        Err(error) => Err(error),
    };
    match received {
        Ok(received) => Ok(Sent::Here(received)),
        Err(error @ Error::Read(_)) => Ok(Sent::Refused { filename, size, problem: error.into() }),
        Err(error) => Err(error.into()),
    }
}

/// A short text.
async fn text(mut field: Field<'_>, meter: &Meter) -> Result<String, Problem> {
    let mut text = Vec::new();
    while let Some(bytes) = field.chunk().await.map_err(|error| broken(&error, meter))? {
        text.extend_from_slice(&bytes);
        if text.len() > LONGEST_TEXT {
            return Err(Problem::too_large(format!("a name may have {LONGEST_TEXT} bytes at the most")));
        }
    }
    String::from_utf8(text).map_err(|_| Problem::malformed("a name must be UTF-8"))
}

fn broken(error: &MultipartError, meter: &Meter) -> Problem {
    if meter.is_spent() {
        return Problem::too_large("a part of the form has a head without an end");
    }
    Problem::malformed(format!("the form does not hold together: {}", error.body_text()))
}

/// Puts what was received in the queue, and tells of each file what becomes of it.
async fn take_in(serving: &Serving, form: Form) -> Result<Vec<Upload>, Problem> {
    let (mut uploads, mut received, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for sent in form.files {
        match sent {
            Sent::Here(file) => {
                uploads.push(Upload {
                    filename: file.filename.clone(),
                    content_type: Some(file.content_type.to_owned()),
                    size: file.size,
                    id: Some(file.id.clone()),
                    status: UploadStatus::Queued,
                    reason: None,
                });
                received.push(file);
            }
            Sent::Refused { filename, size, problem } => {
                let reason = Some(problem.message().to_owned());
                let status = UploadStatus::Failed;
                uploads.push(Upload { filename, content_type: None, size, id: None, status, reason });
                problems.push(problem);
            }
        }
    }
    if received.is_empty()
        && let Some(problem) = problems.into_iter().next()
    {
        return Err(problem);
    }
    let known = serving.library.take_in(received, form.collection, form.password).await?;
    let taken = uploads.iter_mut().filter(|upload| upload.status == UploadStatus::Queued);
    for (upload, _) in taken.zip(known).filter(|(_, is_known)| *is_known) {
        upload.status = UploadStatus::Unchanged;
    }
    Ok(uploads)
}
