//! One table of a file while it is read: every key is asked for once, and whoever was not asked for is a
//! mistake.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, Spot};
use super::spelling::nearest;
use super::values::Kind;

/// What all tables of one load share: the mistakes found so far, and every key there is.
#[derive(Debug, Default)]
pub(super) struct Findings {
    problems: RefCell<Vec<Problem>>,
    known: RefCell<BTreeMap<String, Need>>,
    nothing: DeTable<'static>,
}

/// Whether a key must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// No hall without it.
    Required,
    /// Left out, it has its default.
    Default,
    /// Left out, there is no such thing.
    Optional,
    /// A table whose own keys say what they need.
    Table,
}

impl Findings {
    /// Adds a problem.
    pub(super) fn push(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Everything that was found, and every key that was asked for, by its path.
    pub(super) fn into_parts(self) -> (Vec<Problem>, BTreeMap<String, Need>) {
        (self.problems.into_inner(), self.known.into_inner())
    }
}

/// One table of a file while it is read.
///
/// Reading goes on after a mistake with whatever keeps the rest readable; the mistake is among the findings.
/// When it is dropped, keys that nobody asked for are reported: no reader can forget to.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    findings: &'a Findings,
    file: &'a Spot,
    /// The names of the tables around it, for the list of known keys: `device.settings`.
    path: String,
    table: &'a DeTable<'a>,
    header: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
    /// Whoever reads this table knows its keys himself.
    foreign: bool,
}

impl<'a> Keys<'a> {
    /// The top of a file.
    pub(super) fn top(findings: &'a Findings, file: &'a Spot, table: &'a DeTable<'a>) -> Self {
        Self::of(findings, file, String::new(), table, 0..0)
    }

    fn of(
        findings: &'a Findings,
        file: &'a Spot,
        path: String,
        table: &'a DeTable<'a>,
        header: Range<usize>,
    ) -> Self {
        Self { findings, file, path, table, header, asked: RefCell::default(), foreign: false }
    }

    /// The value of a key that must be there.
    pub(super) fn required<K: Kind>(&self, key: &'static str, kind: &K) -> Option<K::Value> {
        match self.ask(key, Need::Required) {
            Some(value) => self.read(key, value, kind),
            None => {
                let what = format!("the key `{}` is missing", self.full(key));
                let remedy = format!("write `{key} = …` with {}", kind.wanted());
                self.report(Problem::error(&self.spot_of_table(), what, remedy));
                None
            }
        }
    }

    /// The value of a key, or its default.
    pub(super) fn or<K: Kind>(&self, key: &'static str, kind: &K, default: K::Value) -> K::Value {
        self.ask(key, Need::Default).and_then(|value| self.read(key, value, kind)).unwrap_or(default)
    }

    /// The value of a key that may be left out.
    pub(super) fn optional<K: Kind>(&self, key: &'static str, kind: &K) -> Option<K::Value> {
        self.ask(key, Need::Optional).and_then(|value| self.read(key, value, kind))
    }

    /// The values of a list that must be there, each with its place.
    pub(super) fn required_list<K: Kind>(&self, key: &'static str, kind: &K) -> Vec<(K::Value, Spot)> {
        match self.ask(key, Need::Required) {
            Some(value) => self.read_list(key, value, kind),
            None => {
                let what = format!("the key `{}` is missing", self.full(key));
                let remedy = format!("write `{key} = […]`, a list; each of its values {}", kind.wanted());
                self.report(Problem::error(&self.spot_of_table(), what, remedy));
                Vec::new()
            }
        }
    }

    /// The values of a list, each with its place; `None` when it is left out.
    pub(super) fn list<K: Kind>(
        &self,
        key: &'static str,
        kind: &K,
        need: Need,
    ) -> Option<Vec<(K::Value, Spot)>> {
        self.ask(key, need).map(|value| self.read_list(key, value, kind))
    }

    /// The values of a list, or the default.
    pub(super) fn list_or<K: Kind>(
        &self,
        key: &'static str,
        kind: &K,
        default: impl FnOnce() -> Vec<K::Value>,
    ) -> Vec<K::Value> {
        match self.list(key, kind, Need::Default) {
            Some(values) => values.into_iter().map(|(value, _)| value).collect(),
            None => default(),
        }
    }

    /// A table in this one; an empty one when it is left out.
    pub(super) fn table(&self, key: &'static str) -> Keys<'a> {
        let path = self.full(key);
        let Some(value) = self.ask(key, Need::Table) else {
            return Keys::of(self.findings, self.file, path, &self.findings.nothing, self.header.clone());
        };
        let DeValue::Table(table) = value.get_ref() else {
            self.mismatch(key, value.get_ref(), self.file.at(value.span()), "a table, `[…]`");
            return Keys::of(self.findings, self.file, path, &self.findings.nothing, value.span());
        };
        Keys::of(self.findings, self.file, path, table, self.key_span(key))
    }

    /// The same, only where it was written.
    pub(super) fn table_if_any(&self, key: &'static str) -> Option<Keys<'a>> {
        let table = self.table(key);
        self.table.contains_key(key).then_some(table)
    }

    /// Whether a key is written.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Every table of a list of tables, in the order of the file.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Keys<'a>> {
        let Some(value) = self.ask(key, Need::Table) else { return Vec::new() };
        let DeValue::Array(values) = value.get_ref() else {
            self.mismatch(key, value.get_ref(), self.file.at(value.span()), "a list of tables, `[[…]]`");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in values.iter() {
            if let DeValue::Table(table) = item.get_ref() {
                tables.push(Keys::of(self.findings, self.file, self.full(key), table, item.span()));
            } else {
                self.mismatch(key, item.get_ref(), self.file.at(item.span()), "a table");
            }
        }
        tables
    }

    /// How many tables a list of tables has, read or not.
    pub(super) fn count(&self, key: &str) -> usize {
        self.table
            .get(key)
            .and_then(|value| value.get_ref().as_array())
            .map_or(0, |tables| tables.iter().count())
    }

    /// A value whose shape the caller judges, with its place.
    pub(super) fn value(&self, key: &'static str, need: Need) -> Option<(&'a DeValue<'a>, Spot)> {
        self.ask(key, need).map(|value| (value.get_ref(), self.file.at(value.span())))
    }

    /// Leaves the keys of this table to somebody who knows them; hands out the table itself.
    pub(super) fn leave(mut self) -> (&'a DeTable<'a>, Spot) {
        self.foreign = true;
        (self.table, self.spot_of_table())
    }

    /// Where the value of a key stands; the table where it is left out.
    pub(super) fn spot(&self, key: &str) -> Spot {
        self.table.get(key).map_or_else(|| self.spot_of_table(), |value| self.file.at(value.span()))
    }

    /// The table's own place: its header.
    pub(super) fn spot_of_table(&self) -> Spot {
        self.file.at(self.header.clone())
    }

    /// Adds a problem to the findings.
    pub(super) fn report(&self, problem: Problem) {
        self.findings.push(problem);
    }

    /// Adds the problem that the value of `key` is of a wrong kind.
    pub(super) fn mismatch(&self, key: &str, found: &DeValue<'_>, spot: Spot, wanted: &str) {
        let found = match found {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let what = format!("`{}` cannot be this ({found})", self.full(key));
        self.report(Problem::error(&spot, what, format!("write {wanted}")));
    }

    fn ask(&self, key: &'static str, need: Need) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.findings.known.borrow_mut().insert(self.full(key), need);
        self.table.get(key)
    }

    fn read<K: Kind>(&self, key: &str, value: &Spanned<DeValue<'_>>, kind: &K) -> Option<K::Value> {
        let read = kind.read(value.get_ref());
        if read.is_none() {
            self.mismatch(key, value.get_ref(), self.file.at(value.span()), &kind.wanted());
        }
        read
    }

    fn read_list<K: Kind>(&self, key: &str, value: &Spanned<DeValue<'_>>, kind: &K) -> Vec<(K::Value, Spot)> {
        let DeValue::Array(values) = value.get_ref() else {
            let wanted = format!("a list in brackets; each of its values {}", kind.wanted());
            self.mismatch(key, value.get_ref(), self.file.at(value.span()), &wanted);
            return Vec::new();
        };
        let read = |item| self.read(key, item, kind).map(|value| (value, self.file.at(item.span())));
        values.iter().filter_map(read).collect()
    }

    fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn key_span(&self, key: &str) -> Range<usize> {
        self.table.get_key_value(key).map_or(0..0, |(key, _)| key.span())
    }
}

impl Drop for Keys<'_> {
    fn drop(&mut self) {
        if self.foreign {
            return;
        }
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter().filter(|(key, _)| !asked.contains(&key.get_ref().as_ref())) {
            let what = format!("unknown key `{}`", self.full(key.get_ref()));
            let remedy = match nearest(key.get_ref(), &asked) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("take it out; known here: {}", asked.join(", ")),
            };
            self.report(Problem::error(&self.file.at(key.span()), what, remedy));
        }
    }
}
