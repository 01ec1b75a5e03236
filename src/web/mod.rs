//! The daemon over HTTP: is it well, and its figures for a monitoring system.
//!
//! Everything here is read from the status that the engine publishes; nothing is asked of the engine.

mod door;
mod metrics;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing::info;

use crate::runtime::status::{Keeping, Status};

/// The newest status, as the engine publishes it.
pub type StatusFeed = watch::Receiver<Arc<Status>>;

/// Why the pages cannot be served. The hall goes on without them.
#[derive(Debug, Error)]
pub enum WebError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {source}; is another program using it?")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The listener failed while serving.
    #[error("serving pages failed: {0}")]
    Serve(#[from] std::io::Error),
}

/// Serves until the task is dropped.
///
/// # Errors
/// When the address cannot be listened on, or the listener fails.
pub async fn serve(address: SocketAddr, status: StatusFeed) -> Result<(), WebError> {
    let failed = |source| WebError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    info!(address = %listener.local_addr().map_err(failed)?, "pages are served");
    axum::serve(door::Door::new(listener), router(status)).await?;
    Ok(())
}

/// The routes.
pub fn router(status: StatusFeed) -> Router {
    Router::new().route("/healthz", get(healthz)).route("/metrics", get(figures)).with_state(status)
}

/// 200 while tickets can be given and called, 503 with the reason otherwise.
async fn healthz(State(status): State<StatusFeed>) -> Response {
    // The engine's loop holds the other end for as long as it lives.
    let gone = status.has_changed().is_err();
    let status = Arc::clone(&status.borrow());
    let why = match status.keeping {
        Keeping::Main | Keeping::Second if gone => "the engine has ended",
        Keeping::Main | Keeping::Second => {
            return (StatusCode::OK, format!("ok: {}\n", status.sentence())).into_response();
        }
        Keeping::Memory => "the journal is kept in memory only: nothing is stored",
        Keeping::Broken => "the journal cannot be written",
        Keeping::Hung => "the disk has not confirmed a batch for ten seconds",
        Keeping::OtherHall => "the journal is that of another hall: nothing is served until somebody decides",
    };
    (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")).into_response()
}

async fn figures(State(status): State<StatusFeed>) -> Response {
    let status = Arc::clone(&status.borrow());
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, metrics::text(&status)).into_response()
}
