//! How wide the slip's paper is, as the printer's settings say.

use hal::drivers::escpos;
use jiaohao::cli::wiring;
use jiaohao::station::Settings;

use super::support::{CATALOGUE, HALL, config};

/// The columns that slips are laid out for with a printer of these settings.
fn columns(settings: &str) -> usize {
    let printer = format!(
        "[[cable]]\nname = \"printer\"\npath = \"/dev/hall/printer\"\n\n[[device]]\nname = \"printer-1\"\n\
         driver = \"escpos\"\ncable = \"printer\"\nrole = \"printer\"\nplace = \"terminal\"\n{settings}\n"
    );
    let config = config(&format!("{HALL}\n{printer}"), CATALOGUE);
    wiring::adoption(config, None).settings.paper_columns
}

#[test]
fn slips_are_laid_out_for_the_paper_that_the_printer_has() {
    assert_eq!(columns("settings = { columns = 32 }"), 32);
    assert_eq!(columns("settings = { confirm = \"none\" }"), 48);
    assert_eq!(columns(""), 48);
}

#[test]
fn what_is_usual_for_the_slip_is_usual_for_its_printer() {
    let driver = usize::from(escpos::Settings::default().columns);

    assert_eq!(driver, Settings::default().paper_columns);
}
