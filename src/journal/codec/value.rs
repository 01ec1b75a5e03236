//! The small change of the codec: numbers, texts, lists, objects, and the shapes that the lists are made of.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use super::{CodecError, Problem, Stored};
use crate::domain::card::PersonHash;
use crate::domain::id::{
    BootId, DoorId, ItemId, JobId, KioskId, Prefix, RequestNumber, Seq, ServiceDay, ServiceId, SheetId,
    StaffId, TicketId, WindowId,
};
use crate::domain::incident::AlarmId;
use crate::domain::moment::HallTime;

/// An object being written, its fields in the order they come.
pub struct Object<'a> {
    out: &'a mut String,
    first: bool,
}

impl<'a> Object<'a> {
    pub fn open(out: &'a mut String) -> Self {
        out.push('{');
        Self { out, first: true }
    }

    pub fn field(&mut self, name: &str, value: &impl Stored) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        text(self.out, name);
        self.out.push(':');
        value.store(self.out);
    }

    /// A field of later days: it stands only where there is something to say.
    pub fn later(&mut self, name: &str, value: &Option<impl Stored>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    pub fn close(self) {
        self.out.push('}');
    }
}

/// The fields of an object being read.
pub struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// The object `value`, which may have the fields `known` and no other.
    ///
    /// # Errors
    /// When it is no object, or has another field.
    pub fn of(value: &'a Value, known: &[&str]) -> Result<Self, CodecError> {
        let Value::Object(map) = value else { return Err(CodecError::here(Problem::Expected("an object"))) };
        match map.keys().find(|key| !known.contains(&key.as_str())) {
            Some(unknown) => Err(CodecError::here(Problem::UnknownField).under(unknown)),
            None => Ok(Self(map)),
        }
    }

    /// The field of this name.
    ///
    /// # Errors
    /// When it is missing or not what it should be.
    pub fn read<T: Stored>(&self, name: &str) -> Result<T, CodecError> {
        let value = self.0.get(name).ok_or_else(|| CodecError::here(Problem::Missing).under(name))?;
        T::restore(value).map_err(|error| error.under(name))
    }

    /// A field of later days, which rows before them do not have.
    ///
    /// # Errors
    /// When it stands and is not what it should be; `null` is nothing that it could be.
    pub fn later<T: Stored>(&self, name: &str) -> Result<Option<T>, CodecError> {
        self.0.contains_key(name).then(|| self.read(name)).transpose()
    }
}

/// A variant being read: its tag, and what stands under it.
pub struct Variant<'a> {
    pub tag: &'a str,
    content: Option<&'a Value>,
    read: std::cell::Cell<bool>,
}

impl<'a> Variant<'a> {
    pub fn of(value: &'a Value) -> Result<Self, CodecError> {
        let (tag, content) = match value {
            Value::String(tag) => (tag, None),
            Value::Object(map) => match (map.iter().next(), map.len()) {
                (Some((tag, content)), 1) => (tag, Some(content)),
                (Some(_) | None, _) => return Err(CodecError::here(Problem::Expected("one tag"))),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                return Err(CodecError::here(Problem::Expected("a tag")));
            }
        };
        Ok(Self { tag, content, read: false.into() })
    }

    pub fn inner<T: Stored>(&self) -> Result<T, CodecError> {
        T::restore(self.content()?).map_err(|error| error.under(self.tag))
    }

    pub fn fields(&self, known: &[&str]) -> Result<Fields<'a>, CodecError> {
        Fields::of(self.content()?, known).map_err(|error| error.under(self.tag))
    }

    /// The restored variant, if everything under its tag has been read.
    pub fn checked<T>(&self, restored: T) -> Result<T, CodecError> {
        if self.content.is_some() && !self.read.get() {
            return Err(CodecError::here(Problem::Expected("a tag without fields")).under(self.tag));
        }
        Ok(restored)
    }

    fn content(&self) -> Result<&'a Value, CodecError> {
        self.read.set(true);
        self.content.ok_or_else(|| CodecError::here(Problem::Expected("fields")).under(self.tag))
    }
}

/// Writes `{"tag": content}`.
pub fn tagged(out: &mut String, tag: &str, content: impl FnOnce(&mut String)) {
    out.push('{');
    text(out, tag);
    out.push(':');
    content(out);
    out.push('}');
}

/// Writes a JSON text: quotes, backslashes and control characters escaped, everything else as it is.
pub fn text(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            control if control.is_control() => written(out, format_args!("\\u{:04x}", u32::from(control))),
            plain => out.push(plain),
        }
    }
    out.push('"');
}

/// Writing into a `String` cannot fail; the trait does not know.
fn written(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(arguments);
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        written(&mut digits, format_args!("{byte:02x}"));
        digits
    })
}

/// The `N` bytes that these lower-case hexadecimal digits say; `None` for any other text.
pub fn unhex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let lower = digits.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit));
    if !lower || digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(0..) {
        *byte = u8::from_str_radix(digits.get(2 * pair..2 * pair + 2)?, 16).ok()?;
    }
    Some(bytes)
}

macro_rules! stored_integers {
    ($($integer:ty: $read:ident;)+) => {$(
        impl Stored for $integer {
            fn store(&self, out: &mut String) {
                written(out, format_args!("{self}"));
            }

            fn restore(value: &Value) -> Result<Self, CodecError> {
                let whole = value.$read().ok_or(CodecError::here(Problem::Expected(stringify!($integer))))?;
                Self::try_from(whole).map_err(|_| CodecError::here(Problem::OutOfRange(stringify!($integer))))
            }
        }
    )+};
}

stored_integers! { u8: as_u64; u16: as_u64; u32: as_u64; u64: as_u64; i16: as_i64; i64: as_i64; }

/// Types that are one value under a name, and stand as that value.
macro_rules! stored_as_inner {
    ($($name:ident)+) => {$(
        impl Stored for $name {
            fn store(&self, out: &mut String) {
                self.0.store(out);
            }

            fn restore(value: &Value) -> Result<Self, CodecError> {
                Ok(Self(Stored::restore(value)?))
            }
        }
    )+};
}

stored_as_inner! { BootId DoorId ItemId JobId KioskId Seq ServiceDay ServiceId SheetId StaffId TicketId WindowId HallTime Prefix PersonHash
AlarmId }

impl Stored for bool {
    fn store(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        value.as_bool().ok_or(CodecError::here(Problem::Expected("true or false")))
    }
}

impl Stored for String {
    fn store(&self, out: &mut String) {
        text(out, self);
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        value.as_str().map(Self::from).ok_or(CodecError::here(Problem::Expected("a text")))
    }
}

impl Stored for char {
    fn store(&self, out: &mut String) {
        text(out, self.encode_utf8(&mut [0; 4]));
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        let text = String::restore(value)?;
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Ok(letter),
            (Some(_) | None, _) => Err(CodecError::here(Problem::Expected("one letter"))),
        }
    }
}

impl Stored for Duration {
    fn store(&self, out: &mut String) {
        written(out, format_args!("{}", self.as_millis()));
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        u64::restore(value).map(Self::from_millis)
    }
}

impl Stored for [u8; 32] {
    fn store(&self, out: &mut String) {
        text(out, &hex(self));
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        unhex(&String::restore(value)?).ok_or(CodecError::here(Problem::Expected("64 hexadecimal digits")))
    }
}

impl Stored for RequestNumber {
    fn store(&self, out: &mut String) {
        text(out, &hex(&self.0.to_be_bytes()));
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        let bytes = unhex(&String::restore(value)?);
        bytes
            .map(|bytes| Self(u128::from_be_bytes(bytes)))
            .ok_or(CodecError::here(Problem::Expected("32 hexadecimal digits")))
    }
}

impl<T: Stored> Stored for Option<T> {
    fn store(&self, out: &mut String) {
        match self {
            Some(value) => value.store(out),
            None => out.push_str("null"),
        }
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        if value.is_null() { Ok(None) } else { T::restore(value).map(Some) }
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn store(&self, out: &mut String) {
        out.push('[');
        for (place, value) in self.iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            value.store(out);
        }
        out.push(']');
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        let list = value.as_array().ok_or(CodecError::here(Problem::Expected("a list")))?;
        let item = |(place, value)| T::restore(value).map_err(|error| error.under(&format!("[{place}]")));
        list.iter().enumerate().map(item).collect()
    }
}

impl<T: Stored> Stored for Box<T> {
    fn store(&self, out: &mut String) {
        T::store(self, out);
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        T::restore(value).map(Self::new)
    }
}

impl<T: Stored> Stored for Arc<T> {
    fn store(&self, out: &mut String) {
        T::store(self, out);
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        T::restore(value).map(Self::new)
    }
}

/// A pair stands as a list of two.
impl<A: Stored, B: Stored> Stored for (A, B) {
    fn store(&self, out: &mut String) {
        out.push('[');
        self.0.store(out);
        out.push(',');
        self.1.store(out);
        out.push(']');
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        match value.as_array().map(Vec::as_slice) {
            Some([first, second]) => Ok((
                A::restore(first).map_err(|error| error.under("[0]"))?,
                B::restore(second).map_err(|error| error.under("[1]"))?,
            )),
            Some(_) | None => Err(CodecError::here(Problem::Expected("a list of two"))),
        }
    }
}
