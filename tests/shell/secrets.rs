//! What only the daemon's user may read (J09).

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::support::Hall;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_state_folder_is_made_for_the_daemons_user_alone() {
    let hall = Hall::new().start();

    assert_eq!(mode(&hall.state()), 0o700);
    assert_eq!(mode(&hall.state().join("code-key")), 0o600);
}

#[test]
fn a_folder_that_was_made_by_somebody_else_keeps_its_mode() {
    let hall = Hall::new();
    fs::create_dir(hall.state()).unwrap();
    fs::set_permissions(hall.state(), Permissions::from_mode(0o750)).unwrap();

    let hall = hall.start();

    assert_eq!(mode(&hall.state()), 0o750, "a service manager's choice");
}

#[test]
fn j09_a_start_takes_secrets_back_that_everybody_can_read_and_says_so() {
    let hall = Hall::new().with_pin();
    fs::write(hall.state().join("code-key"), [7; 32]).unwrap();
    let secrets = ["pins.toml", "code-key"].map(|name| hall.state().join(name));
    for secret in &secrets {
        fs::set_permissions(secret, Permissions::from_mode(0o644)).unwrap();
    }

    let hall = hall.start();

    for secret in &secrets {
        assert_eq!(mode(secret), 0o600, "{}", secret.display());
        let said = hall.log();
        let line = said.lines().find(|line| line.contains(&secret.display().to_string()));
        assert!(line.is_some_and(|line| line.contains("WARN") && line.contains("644")), "{said}");
    }
}
