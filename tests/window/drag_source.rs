//! A window of another program, from which a test drags files: it offers the paths it is given as arguments as
//! `text/uri-list`, as a file manager does.

#[cfg(target_os = "linux")]
fn main() {
    use gtk::prelude::*;

    let Ok(()) = gtk::init() else { std::process::exit(1) };
    let uris: Vec<String> = std::env::args().skip(1).filter_map(|path| uri(&path)).collect();
    let window = gtk::Window::new(gtk::WindowType::Popup);
    window.set_title("drag-source");
    window.set_default_size(80, 40);
    let handle = gtk::EventBox::new();
    handle.add(&gtk::Label::new(Some("drag me")));
    let target = gtk::TargetEntry::new("text/uri-list", gtk::TargetFlags::OTHER_APP, 0);
    handle.drag_source_set(gtk::gdk::ModifierType::BUTTON1_MASK, &[target], gtk::gdk::DragAction::COPY);
    handle.connect_drag_data_get(move |_, _, data, _, _| {
        let uris: Vec<&str> = uris.iter().map(String::as_str).collect();
        data.set_uris(&uris);
    });
    window.add(&handle);
    window.show_all();
    window.move_(1180, 20);
    gtk::main();
}

#[cfg(target_os = "linux")]
fn uri(path: &str) -> Option<String> {
    gtk::glib::filename_to_uri(path, None).ok().map(Into::into)
}

#[cfg(not(target_os = "linux"))]
fn main() {}
