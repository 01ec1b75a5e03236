//! The page's files, inside the program: nothing is loaded from elsewhere.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        /// Every file by its path on the server.
        const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("page", $path)))),+];
    };
}

files![
    "/index.html",
    "/style/base.css",
    "/style/front.css",
    "/style/guide.css",
    "/style/panel.css",
    "/style/paper.css",
    "/style/wall.css",
    "/style/windows.css",
    "/code/dots.js",
    "/code/guide.js",
    "/code/live.js",
    "/code/main.js",
    "/code/panel.js",
    "/code/paper.js",
    "/code/people.js",
    "/code/power.js",
    "/code/wall.js",
    "/code/windows.js",
    "/code/words.js",
];

/// Nothing from elsewhere, and nobody frames the page.
const POLICY: &str =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/// The file of this path.
pub fn page(path: &str) -> Response {
    let Some((_, text)) = FILES.iter().find(|(known, _)| *known == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, kind(path)),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, *text).into_response()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some(_) | None => "text/html; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_the_page_names_is_there() {
        let names = |text: &str| -> Vec<String> {
            let quoted = text.split('"').filter(|part| part.ends_with(".js") || part.ends_with(".css"));
            quoted.map(|part| part.replace("./", "/code/")).collect()
        };
        let named: Vec<String> = FILES.iter().flat_map(|(_, text)| names(text)).collect();
        assert!(named.len() >= FILES.len() - 1, "{named:?}");
        for name in named {
            assert_eq!(page(&name).status(), StatusCode::OK, "{name}");
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_not_found() {
        assert_eq!(page("/code/../plan.rs").status(), StatusCode::NOT_FOUND);
    }
}
