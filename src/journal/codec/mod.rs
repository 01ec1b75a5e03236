//! How domain values stand in the journal: as JSON, in stored names that never change, version 1.
//!
//! | domain | stored |
//! |---|---|
//! | struct | object, fields in the order of the lists in this folder |
//! | enum variant without fields | its tag: `"day-closed"` |
//! | enum variant with one unnamed field | `{"day-opened": …}` |
//! | enum variant with named fields | `{"said": {"job": 4}}` |
//! | absent | `null`; the field still stands |
//! | absent, in a field of later days | the field does not stand |
//! | duration | whole milliseconds |
//! | hash, request number | lower-case hexadecimal |
//!
//! The lists name every field and every variant: whoever adds one to the domain cannot build until it has a
//! stored name here. What is not known is refused, as a field that nobody reads is a fact that nobody obeys.
//! A stored name is forever. A change that old rows cannot be read by needs another [`VERSION`]; a field of
//! later days does not, as it may be absent, and its absence means what held before there was such a field:
//! old rows are read and written again byte by byte.

mod event;
mod manual;
mod means;
mod record;
mod request;
mod rules;
mod self_test;
mod staff;
mod value;

use std::fmt;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::domain::rules::Rules;

pub use record::Body;
pub use value::Fields;
pub(super) use value::{hex, text, unhex};

/// The version that rows are written in.
pub const VERSION: u16 = 1;

/// A value that the journal can keep.
pub trait Stored: Sized {
    /// Appends the value's JSON to `out`.
    fn store(&self, out: &mut String);

    /// Reads the value back.
    ///
    /// # Errors
    /// Whatever is missing, unknown or out of range, with the path to it.
    fn restore(value: &Value) -> Result<Self, CodecError>;
}

/// An enum whose variants stand under tags.
pub trait Tagged {
    /// The tags of all variants, in the order of the domain.
    const TAGS: &[&str];
}

/// The JSON of a value.
pub fn to_json(value: &impl Stored) -> String {
    let mut out = String::new();
    value.store(&mut out);
    out
}

/// The value of a JSON text.
///
/// # Errors
/// When the text is no JSON, or not the JSON of a `T`.
pub fn from_json<T: Stored>(text: &str) -> Result<T, CodecError> {
    let value =
        serde_json::from_str(text).map_err(|error| CodecError::here(Problem::NotJson(error.to_string())))?;
    T::restore(&value)
}

/// SHA-256 of the rules as the journal stores them: what [`crate::domain::opening::Opening::rules_hash`]
/// holds.
#[must_use]
pub fn rules_hash(rules: &Rules) -> [u8; 32] {
    Sha256::digest(to_json(rules)).into()
}

/// Why stored text is not what it should be, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodecError {
    /// The way from the whole to the place: `events[2].ticket-called.choice`; empty for the whole.
    pub path: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with stored text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is not JSON.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// Something else was expected here.
    #[error("expected {0}")]
    Expected(&'static str),
    /// A number does not fit its type.
    #[error("out of range for {0}")]
    OutOfRange(&'static str),
    /// A field is not there.
    #[error("the field is missing")]
    Missing,
    /// A field that version 1 does not have.
    #[error("unknown field")]
    UnknownField,
    /// A variant that version 1 does not have.
    #[error("unknown variant {0:?}")]
    UnknownTag(String),
}

impl CodecError {
    /// A problem at the place being read.
    #[must_use]
    pub fn here(problem: Problem) -> Self {
        Self { path: String::new(), problem }
    }

    /// The same problem, seen from one level up, where the place is called `name`.
    #[must_use]
    pub fn under(mut self, name: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{name}{dot}{}", self.path);
        self
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(f, "{}", self.problem)
        } else {
            write!(f, "{}: {}", self.path, self.problem)
        }
    }
}

impl std::error::Error for CodecError {}

/// Gives structs their stored form. A field stands under its own name; behind the semicolon are those of
/// later days.
macro_rules! stored_structs {
    ($($name:ty { $($field:ident),+ $(,)? $(; $($later:ident),+ $(,)?)? })+) => {$(
        impl $crate::journal::codec::Stored for $name {
            fn store(&self, out: &mut String) {
                let Self { $($field),+ $(, $($later),+)? } = self;
                let mut object = $crate::journal::codec::value::Object::open(out);
                $(object.field(stringify!($field), $field);)+
                $($(object.later(stringify!($later), $later);)+)?
                object.close();
            }

            fn restore(value: &serde_json::Value) -> Result<Self, $crate::journal::codec::CodecError> {
                let known = [$(stringify!($field)),+ $(, $(stringify!($later)),+)?];
                let fields = $crate::journal::codec::Fields::of(value, &known)?;
                Ok(Self {
                    $($field: fields.read(stringify!($field))?),+
                    $(, $($later: fields.later(stringify!($later))?),+)?
                })
            }
        }
    )+};
}

/// Appends one variant: its tag alone, its one value under its tag, or its fields under it.
macro_rules! store_variant {
    ($out:ident, $tag:literal) => {
        $crate::journal::codec::value::text($out, $tag)
    };
    ($out:ident, $tag:literal, ($inner:ident)) => {
        $crate::journal::codec::value::tagged($out, $tag, |out| $inner.store(out))
    };
    ($out:ident, $tag:literal, { $($field:ident),+ }) => {
        $crate::journal::codec::value::tagged($out, $tag, |out| {
            let mut object = $crate::journal::codec::value::Object::open(out);
            $(object.field(stringify!($field), $field);)+
            object.close();
        })
    };
}

/// Gives enums their stored form. A variant stands under the tag before the arrow.
macro_rules! stored_enums {
    ($($name:ty { $(
        $tag:literal => $variant:ident $(($inner:ident))? $({ $($field:ident),+ $(,)? })?
    ),+ $(,)? })+) => {$(
        impl $crate::journal::codec::Tagged for $name {
            const TAGS: &[&str] = &[$($tag),+];
        }

        impl $crate::journal::codec::Stored for $name {
            fn store(&self, out: &mut String) {
                match self {
                    $(Self::$variant $(($inner))? $({ $($field),+ })? => {
                        $crate::journal::codec::store_variant!(out, $tag $(, ($inner))? $(, { $($field),+ })?);
                    })+
                }
            }

            fn restore(value: &serde_json::Value) -> Result<Self, $crate::journal::codec::CodecError> {
                let variant = $crate::journal::codec::value::Variant::of(value)?;
                match variant.tag {
                    $($tag => {
                        $(let $inner = variant.inner()?;)?
                        $(let fields = variant.fields(&[$(stringify!($field)),+])?;)?
                        let restored = Self::$variant
                            $(($inner))?
                            $({ $($field: fields.read(stringify!($field)).map_err(|e| e.under($tag))?),+ })?;
                        variant.checked(restored)
                    })+
                    unknown => Err($crate::journal::codec::CodecError::here(
                        $crate::journal::codec::Problem::UnknownTag(unknown.into()),
                    )),
                }
            }
        }
    )+};
}

use {store_variant, stored_enums, stored_structs};
