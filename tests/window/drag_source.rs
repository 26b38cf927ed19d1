//! A small window that offers files to be dragged out of it, as a file manager would.
//!
//! `drag-source X Y FILE...` shows it at that place of the screen. It ends when the drag does: with 0 if the files
//! were taken, with 1 if they were refused.

fn main() {
    #[cfg(target_os = "linux")]
    offer::run();
}

#[cfg(target_os = "linux")]
mod offer {
    use std::path::Path;
    use std::process::exit;

    use gtk::gdk::{DragAction, ModifierType};
    use gtk::glib::{Propagation, filename_to_uri};
    use gtk::prelude::*;
    use gtk::{Label, TargetEntry, TargetFlags, Window, WindowType};

    /// Width and height.
    const SIZE: i32 = 160;

    /// Offers what the command line names until it has been dragged somewhere.
    pub(super) fn run() {
        let mut arguments = std::env::args_os().skip(1);
        let mut place = || arguments.next().and_then(|text| text.to_str()?.parse().ok()).unwrap_or(0);
        let (x, y) = (place(), place());
        let uris: Vec<_> = arguments.filter_map(|file| filename_to_uri(Path::new(&file), None).ok()).collect();
        if gtk::init().is_err() {
            exit(2);
        }
        show(x, y, uris.iter().map(ToString::to_string).collect());
        gtk::main();
    }

    fn show(x: i32, y: i32, uris: Vec<String>) {
        let window = Window::new(WindowType::Toplevel);
        window.set_title("Files");
        window.set_default_size(SIZE, SIZE);
        window.add(&Label::new(Some("Drag me")));
        let target = TargetEntry::new("text/uri-list", TargetFlags::OTHER_APP, 0);
        window.drag_source_set(ModifierType::BUTTON1_MASK, &[target], DragAction::COPY);
        window.connect_drag_data_get(move |_, _, data, _, _| {
            let lines: Vec<&str> = uris.iter().map(String::as_str).collect();
            data.set_uris(&lines);
        });
        window.connect_drag_failed(|_, _, _| exit(1));
        window.connect_drag_end(|_, _| exit(0));
        window.connect_delete_event(|_, _| Propagation::Stop);
        window.show_all();
        window.move_(x, y);
    }
}
