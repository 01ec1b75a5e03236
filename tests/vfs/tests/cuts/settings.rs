//! SQLite does not say when it leaves a setting as it was; the journal looks, and does not serve without it.

use jiaohao::journal::keep::Keep as _;
use jiaohao::journal::open::OpenError;
use jiaohao::journal::store::Store;
use recording_vfs::layer;
use tempfile::tempdir;

use crate::morning::settings;
use crate::samples::{DAY, opened};

#[test]
fn a_setting_that_sqlite_does_not_take_is_refused_by_name() {
    let folder = tempdir().unwrap();
    let settings = settings(folder.path());
    drop(Store::open(&settings).unwrap());

    for pragma in ["temp_store", "wal_autocheckpoint", "cell_size_check"] {
        layer::disobey(Some(pragma)).unwrap();
        let refusal = Store::open(&settings).err();
        layer::disobey(None).unwrap();

        assert!(
            matches!(refusal, Some(OpenError::Setting { name, .. }) if name == pragma),
            "{pragma}: {refusal:?}"
        );
    }
    Store::open(&settings).unwrap().0.append(&[opened(1, DAY)]).unwrap();
}
