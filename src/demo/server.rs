//! The page and its two lines: what stands on the floor goes out, what a hand does comes in.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::DemoError;
use super::hand::Hand;
use super::live::{Floor, Live, changes};
use super::pages;

/// How many ports after the wanted one are tried.
const PORTS: u16 = 20;

/// Takes the wanted port of the loopback, or the next free one; 0 takes any.
///
/// # Errors
///
/// None of them is free.
pub async fn listener(port: u16) -> Result<TcpListener, DemoError> {
    let mut refused = std::io::Error::from(std::io::ErrorKind::AddrInUse);
    for port in port..=port.saturating_add(PORTS) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) => refused = error,
        }
    }
    Err(DemoError::Listen { port, source: refused })
}

/// Serves the page until the task is dropped.
///
/// # Errors
///
/// The port is lost.
pub async fn serve(listener: TcpListener, live: Arc<Live>) -> std::io::Result<()> {
    let address = listener.local_addr()?;
    let routes = Router::new()
        .route("/", get(|| async { pages::page("/index.html") }))
        .route("/style/{file}", get(|request: Request| async move { pages::page(request.uri().path()) }))
        .route("/code/{file}", get(|request: Request| async move { pages::page(request.uri().path()) }))
        .route("/live", get(floor))
        .route("/hand", post(hand))
        .route("/lcd.png", get(lcd))
        .route("/voice/{file}", get(voice))
        .with_state(live)
        .layer(middleware::from_fn(move |request, next| at_home(address, request, next)));
    axum::serve(listener, routes).await
}

/// Refuses whoever comes under another name or from another page: a web site must not press keys here.
async fn at_home(address: SocketAddr, request: Request, next: Next) -> Response {
    if is_at_home(address, request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "this demo speaks only to its own page\n").into_response()
}

fn is_at_home(address: SocketAddr, headers: &HeaderMap) -> bool {
    let homes = [format!("127.0.0.1:{}", address.port()), format!("localhost:{}", address.port())];
    let named = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = named(header::HOST).is_some_and(|host| homes.iter().any(|home| home == host));
    let origin = named(header::ORIGIN)
        .is_none_or(|origin| homes.iter().any(|home| origin.strip_prefix("http://") == Some(home.as_str())));
    host && origin
}

async fn floor(State(live): State<Arc<Live>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut sent = Arc::new(Floor::new());
    let pushes = WatchStream::new(live.watch()).filter_map(move |now| {
        let changed = changes(&sent, &now);
        sent = now;
        let push = Event::default().json_data(&changed).ok().filter(|_| !changed.is_empty());
        push.map(Ok)
    });
    Sse::new(pushes).keep_alive(KeepAlive::default())
}

async fn hand(State(live): State<Arc<Live>>, axum::Json(hand): axum::Json<Hand>) -> StatusCode {
    if live.act(&hand) { StatusCode::NO_CONTENT } else { StatusCode::CONFLICT }
}

async fn lcd(State(live): State<Arc<Live>>) -> Response {
    match live.lcd() {
        Some(picture) => ([(header::CONTENT_TYPE, "image/png")], picture).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn voice(State(live): State<Arc<Live>>, Path(file): Path<String>) -> Response {
    let number = file.strip_suffix(".wav").and_then(|number| number.parse().ok());
    match number.and_then(|number| live.voice(number)) {
        Some(wav) => ([(header::CONTENT_TYPE, "audio/wav")], wav.to_vec()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(host: &'static str, origin: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        is_at_home(SocketAddr::from((Ipv4Addr::LOCALHOST, 8317)), &headers)
    }

    #[test]
    fn the_own_page_is_at_home() {
        assert!(home("127.0.0.1:8317", None));
        assert!(home("localhost:8317", Some("http://localhost:8317")));
    }

    #[test]
    fn another_page_and_another_name_are_not() {
        assert!(!home("127.0.0.1:8317", Some("http://example.com")));
        assert!(!home("127.0.0.1:8317", Some("https://127.0.0.1:8317")));
        assert!(!home("example.com:8317", None));
        assert!(!home("127.0.0.1:8318", None));
    }
}
