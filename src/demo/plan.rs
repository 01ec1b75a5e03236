//! The demo hall's own copy of the configuration: which devices to simulate, and which paths to put in.

use std::path::Path;

use toml::{Table, Value};

use super::DemoError;

/// The demo's hall as it is shipped.
const HALL: &str = include_str!("../../config/demo.toml");
/// The services of the demo's hall.
pub const CATALOGUE: &str = include_str!("../../config/catalogue.toml");

/// The demo's hall: the configuration, and what it says of cables, devices and staff.
#[derive(Clone, Debug)]
pub struct Plan {
    hall: Table,
    /// The cables, in the order of the file.
    pub cables: Vec<CablePlan>,
    /// The windows by number, ascending.
    pub windows: Vec<u8>,
    /// The numbers of the clerks, in the order of the file.
    pub clerks: Vec<u32>,
}

/// One cable and what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CablePlan {
    /// Its name in the configuration.
    pub name: String,
    /// The devices on it.
    pub devices: Vec<DevicePlan>,
}

/// One device to simulate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevicePlan {
    /// Its name in the configuration.
    pub name: String,
    /// Its address on the cable; 0 where the protocol has none.
    pub address: u16,
    /// What it is for.
    pub part: Part,
}

/// What a simulated device is in the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The board over a window.
    Board(u8),
    /// The main board.
    Display,
    /// The keys of the clerk at a window.
    Keypad(u8),
    /// The five grades before a window.
    Pad(u8),
    /// The self-service terminal.
    Panel,
    /// The ticket printer.
    Printer,
    /// What keeps the box alive when the mains fail.
    Ups,
}

/// Where the demo's hall lives for as long as the demo runs.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    /// The private folder.
    pub folder: &'a Path,
    /// The demo's own program, which plays the loudspeaker.
    pub program: &'a Path,
}

impl Plan {
    /// Reads the shipped configuration.
    ///
    /// # Errors
    ///
    /// The file that was shipped is not what the demo understands.
    pub fn shipped() -> Result<Self, DemoError> {
        Self::read(HALL)
    }

    fn read(text: &str) -> Result<Self, DemoError> {
        let hall: Table = text.parse().map_err(DemoError::Plan)?;
        let mut cables: Vec<CablePlan> = tables(&hall, "cable")
            .filter_map(|cable| Some(CablePlan { name: word(cable, "name")?, devices: Vec::new() }))
            .collect();
        for device in tables(&hall, "device") {
            let (Some(name), Some(part)) = (word(device, "name"), part(device)) else { continue };
            let address = number(device, "address").and_then(|raw| u16::try_from(raw).ok()).unwrap_or(0);
            let cable = word(device, "cable");
            if let Some(cable) = cables.iter_mut().find(|one| Some(&one.name) == cable.as_ref()) {
                cable.devices.push(DevicePlan { name, address, part });
            }
        }
        let mut windows: Vec<u8> = numbers(&hall, "window").collect();
        windows.sort_unstable();
        let clerks = numbers(&hall, "clerk").collect();
        Ok(Self { hall, cables, windows, clerks })
    }

    /// The configuration with every path in the private folder and the demo's ear for a loudspeaker.
    ///
    /// # Errors
    ///
    /// The configuration cannot be written down.
    pub fn hall(&self, places: Places<'_>) -> Result<String, DemoError> {
        let inside = |name: &str| Value::String(places.folder.join(name).display().to_string());
        let mut hall = self.hall.clone();
        hall.insert("catalogue".into(), inside("catalogue.toml"));
        for cable in tables_mut(&mut hall, "cable") {
            if let Some(name) = word(cable, "name") {
                cable.insert("path".into(), inside(&format!("dev/{name}")));
            }
        }
        for lcd in tables_mut(&mut hall, "lcd") {
            lcd.insert("surface".into(), Value::String("framebuffer".into()));
            lcd.insert("path".into(), inside("lcd.frame"));
            lcd.insert("bits".into(), Value::Integer(32));
            let width = number(lcd, "width").unwrap_or(super::lcd::WIDTH.into());
            lcd.insert("stride".into(), Value::Integer(width * 4));
        }
        if let Some(voice) = hall.get_mut("voice").and_then(Value::as_table_mut) {
            let ear = [Value::from("demo-ear"), Value::from("--to"), inside("ear")];
            voice.insert("program".into(), Value::String(places.program.display().to_string()));
            voice.insert("arguments".into(), Value::Array(ear.into()));
            voice.insert("clips".into(), inside("voice"));
            // Clips as they are: the demo understands an announcement by its samples.
            voice.insert("volume-percent".into(), Value::Integer(100));
        }
        let paths = hall.entry("paths").or_insert_with(|| Value::Table(Table::new()));
        if let Some(paths) = paths.as_table_mut() {
            paths.insert("state".into(), inside("state"));
            paths.insert("control-socket".into(), inside("control"));
        }
        // Two demos on one machine must not meet at one port; the demo's own page is elsewhere.
        hall.insert(
            "web".into(),
            Value::Table(Table::from_iter([("listen".to_owned(), "127.0.0.1:0".into())])),
        );
        toml::to_string(&hall).map_err(DemoError::Derive)
    }

    /// The size of the status LCD in pixels.
    pub fn lcd_size(&self) -> (u32, u32) {
        let size = |key, usual| {
            let given = tables(&self.hall, "lcd").next().and_then(|lcd| number(lcd, key));
            given.and_then(|raw| u32::try_from(raw).ok()).unwrap_or(usual)
        };
        (size("width", super::lcd::WIDTH), size("height", super::lcd::HEIGHT))
    }

    /// A dark frame of the status LCD.
    pub fn blank_lcd(&self) -> Vec<u8> {
        let (width, height) = self.lcd_size();
        vec![0; usize::try_from(u64::from(width) * u64::from(height) * 4).unwrap_or(0)]
    }
}

fn part(device: &Table) -> Option<Part> {
    let window = || number(device, "window").and_then(|raw| u8::try_from(raw).ok());
    match word(device, "role")?.as_str() {
        "window-board" => window().map(Part::Board),
        "hall-display" => Some(Part::Display),
        "keypad" => window().map(Part::Keypad),
        "rating-pad" => window().map(Part::Pad),
        "terminal" => Some(Part::Panel),
        "printer" => Some(Part::Printer),
        "ups" => Some(Part::Ups),
        _ => None,
    }
}

fn tables<'a>(hall: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    hall.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn tables_mut<'a>(hall: &'a mut Table, key: &str) -> impl Iterator<Item = &'a mut Table> {
    hall.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_table_mut)
}

fn numbers<N: TryFrom<i64>>(hall: &Table, key: &str) -> impl Iterator<Item = N> {
    tables(hall, key).filter_map(|table| number(table, "number").and_then(|raw| N::try_from(raw).ok()))
}

fn word(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn number(table: &Table, key: &str) -> Option<i64> {
    table.get(key).and_then(Value::as_integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_of_the_hall_lies_in_the_private_folder() {
        let plan = Plan::read(
            "[paths]\nstate = '/var/lib/jiaohao'\n[[cable]]\nname = 'pair'\npath = '/dev/hall/pair'\n\
             [[lcd]]\nname = 'lcd'\npath = '/dev/fb0'\nplace = ''\nwidth = 320\n[voice]\nprogram = 'aplay'\n",
        )
        .unwrap();

        let places = Places { folder: Path::new("/hall"), program: Path::new("/bin/self") };
        let hall: Table = plan.hall(places).unwrap().parse().unwrap();

        let cable = tables(&hall, "cable").next().unwrap();
        assert_eq!(word(cable, "path").as_deref(), Some("/hall/dev/pair"));
        let lcd = tables(&hall, "lcd").next().unwrap();
        assert_eq!(word(lcd, "path").as_deref(), Some("/hall/lcd.frame"));
        assert_eq!(number(lcd, "stride"), Some(1280));
        let state = hall["paths"].as_table().unwrap();
        assert_eq!(word(state, "state").as_deref(), Some("/hall/state"));
        assert_eq!(hall["voice"]["program"].as_str(), Some("/bin/self"));
    }

    #[test]
    fn a_device_without_its_cable_is_left_out() {
        let plan = Plan::read(
            "[[cable]]\nname = 'pair'\n\
             [[device]]\nname = 'pad-3'\nrole = 'rating-pad'\nwindow = 3\ncable = 'pair'\naddress = 13\n\
             [[device]]\nname = 'lost'\nrole = 'printer'\ncable = 'none'\n",
        )
        .unwrap();

        let pad = DevicePlan { name: "pad-3".into(), address: 13, part: Part::Pad(3) };
        assert_eq!(plan.cables, [CablePlan { name: "pair".into(), devices: vec![pad] }]);
    }
}
