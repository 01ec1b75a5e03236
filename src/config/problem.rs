//! A problem: one mistake at one place of one file, with what to do about it.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::source::Source;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No hall can be run like this.
    Error,
    /// The hall runs, and somebody should look at it.
    Warning,
}

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes in its text; empty at 0 for the file as a whole.
    pub span: Range<usize>,
}

impl Spot {
    /// The file as a whole.
    pub(super) fn file(path: &Path, text: String) -> Self {
        Self { source: Arc::new(Source { path: path.to_owned(), text }), span: 0..0 }
    }

    /// Another stretch of the same file.
    pub(super) fn at(&self, span: Range<usize>) -> Self {
        Self { source: Arc::clone(&self.source), span }
    }

    /// Line and column of its beginning, both from 1.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        self.source.position(self.span.start)
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.position();
        write!(f, "{}:{line}:{column}", self.source.path.display())
    }
}

/// One mistake.
///
/// Its `Display` is one line, as compilers print them; [`Problem::drawn`] has the carets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub spot: Spot,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// A second place that has to do with it, and what is there.
    pub also: Option<(Spot, String)>,
}

impl Problem {
    /// No hall can be run like this.
    pub(super) fn error(spot: &Spot, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            spot: spot.clone(),
            what: what.into(),
            remedy: remedy.into(),
            also: None,
        }
    }

    /// The hall runs, and somebody should look at it.
    pub(super) fn warning(spot: &Spot, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(spot, what, remedy) }
    }

    /// Names the other place of a contradiction.
    #[must_use]
    pub(super) fn also(mut self, spot: &Spot, label: impl Into<String>) -> Self {
        self.also = Some((spot.clone(), label.into()));
        self
    }

    /// The problem with its lines of the file, carets under the place, and the remedy; `colours` for a
    /// terminal.
    #[must_use]
    pub fn drawn(&self, colours: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(self.what.as_str()));
        let mut here = snippet(&self.spot);
        let mut there = None;
        if let Some((spot, label)) = &self.also {
            let mark = AnnotationKind::Context.span(spot.span.clone()).label(label.as_str());
            if spot.source == self.spot.source {
                here = here.map(|snippet| snippet.annotation(mark));
            } else {
                there = snippet(spot).map(|snippet| snippet.annotation(mark));
            }
        }
        group = match here {
            Some(here) => {
                group.element(here.annotation(AnnotationKind::Primary.span(self.spot.span.clone())))
            }
            None => group.element(Origin::path(self.spot.source.path.to_string_lossy())),
        };
        if let Some(there) = there {
            group = group.element(there);
        }
        group = group.element(Level::HELP.message(self.remedy.as_str()));
        let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

/// The text of a file for drawing; `None` when there is no text.
fn snippet(spot: &Spot) -> Option<Snippet<'_, annotate_snippets::Annotation<'_>>> {
    let source = &spot.source;
    (!source.text.is_empty())
        .then(|| Snippet::source(source.text.as_str()).path(source.path.to_string_lossy()))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{}: {severity}: {}; {}", self.spot, self.what, self.remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_the_file_the_line_carets_and_the_remedy() {
        let file = Spot::file(Path::new("hall.toml"), "first = 1\nbuad = 9600\n".to_owned());
        let problem = Problem::error(&file.at(10..14), "unknown key `buad`", "did you mean `baud`?")
            .also(&file.at(0..5), "the first");

        let drawn = problem.drawn(false);

        assert!(drawn.contains("hall.toml:2:1"), "{drawn}");
        assert!(drawn.contains("buad = 9600"), "{drawn}");
        assert!(drawn.contains("^^^^"), "{drawn}");
        assert!(drawn.contains("the first"), "{drawn}");
        assert!(drawn.contains("did you mean `baud`?"), "{drawn}");
        assert_eq!(problem.to_string(), "hall.toml:2:1: error: unknown key `buad`; did you mean `baud`?");
    }

    #[test]
    fn a_file_without_text_is_drawn_by_its_name() {
        let file = Spot::file(Path::new("hall.toml"), String::new());

        let drawn = Problem::error(&file, "the file is empty", "restore it").drawn(false);

        assert!(drawn.contains("hall.toml"), "{drawn}");
        assert!(drawn.contains("restore it"), "{drawn}");
    }
}
