//! Reads `catalogue.toml`: sections of the terminal's first page, and in each its services.

use std::collections::BTreeMap;
use std::time::Duration;

use super::keys::Keys;
use super::problem::{Problem, Spot};
use super::values::{Letter, OneOf, Span, Text, Whole};
use crate::domain::id::{Prefix, ServiceId};
use crate::domain::rules::{Class, Section, Service};

/// The classes by the words of the configuration.
pub(super) const CLASS: OneOf<Class> = OneOf(&[
    ("ordinary", Class::Ordinary),
    ("urgent", Class::Urgent),
    ("green", Class::Green),
    ("returning", Class::Returning),
]);

/// Choices on the terminal's first page.
const MOST_SECTIONS: usize = 6;

/// The catalogue with the places of what other files refer to.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// In the order of the terminal's first page.
    pub sections: Vec<Section>,
    /// In the order of the file.
    pub services: Vec<Service>,
    /// Where each service stands.
    pub places: BTreeMap<ServiceId, Spot>,
    /// Where each service's letter stands, in the order of the services.
    pub letters: Vec<Spot>,
}

/// Reads the catalogue.
pub(super) fn read(keys: &Keys<'_>) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let sections = keys.tables("section");
    if sections.is_empty() {
        let what = "the catalogue has no sections";
        keys.report(Problem::error(&keys.spot_of_table(), what, "write at least one `[[section]]`"));
    }
    for (index, section) in sections.iter().enumerate() {
        if index == MOST_SECTIONS {
            let what = "the terminal's first page has room for six sections";
            keys.report(Problem::error(&section.spot("name"), what, "join two of them"));
        }
        read_section(section, &mut catalogue);
    }
    catalogue
}

fn read_section(keys: &Keys<'_>, catalogue: &mut Catalogue) {
    let name = keys.required("name", &Text).unwrap_or_default();
    let name_en = keys.required("name-en", &Text).unwrap_or_default();
    let letter = keys.required("group", &Letter);
    let area = keys.or("area", &Text, "等候区".to_owned());
    let tables = keys.tables("service");
    if tables.is_empty() {
        let what = "a section without services: its page would be empty";
        keys.report(Problem::error(
            &keys.spot_of_table(),
            what,
            "write a `[[section.service]]` or take it out",
        ));
    }
    let mut services = Vec::new();
    for table in tables {
        let own_letter = table.optional("group", &Letter);
        let letter_spot = if own_letter.is_some() { table.spot("group") } else { keys.spot("group") };
        let group = Prefix(own_letter.or(letter).unwrap_or('A'));
        if let Some(service) = read_service(&table, group, &area) {
            if let Some(first) = catalogue.places.insert(service.id, table.spot("number")) {
                let what = format!("two services have the number {}", service.id);
                let problem = Problem::error(&table.spot("number"), what, "give one of them another number");
                keys.report(problem.also(&first, "the first"));
            }
            services.push(service.id);
            catalogue.services.push(service);
            catalogue.letters.push(letter_spot);
        }
    }
    catalogue.sections.push(Section { name, name_en, services });
}

fn read_service(keys: &Keys<'_>, group: Prefix, section_area: &str) -> Option<Service> {
    let texts = |key| keys.required_list(key, &Text).into_iter().map(|(text, _)| text).collect();
    let id = keys.required("number", &Whole(1..=999_u16));
    let service = Service {
        id: ServiceId(id.unwrap_or_default()),
        code: keys.required("code", &Text).unwrap_or_default(),
        name: keys.required("name", &Text).unwrap_or_default(),
        materials: texts("materials"),
        limit: keys.required("limit", &Text).unwrap_or_default(),
        steps: texts("steps"),
        standard: keys.required("standard", &Text).unwrap_or_default(),
        name_en: keys.required("name-en", &Text).unwrap_or_default(),
        group,
        class: keys.or("class", &CLASS, Class::Ordinary),
        prior: keys.or("takes", &Span::seconds(30, 4 * 3600), Duration::from_secs(10 * 60)),
        quota: keys.optional("quota", &Whole(1..=9999_u32)),
        area: keys.optional("area", &Text).unwrap_or_else(|| section_area.to_owned()),
    };
    id.map(|_| service)
}
