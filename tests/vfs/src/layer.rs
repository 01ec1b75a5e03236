//! The layer under SQLite: does everything as the system's own does, and lets the recorder write it down.
//!
//! It is SQLite's interface for virtual file systems (`sqlite3_vfs` and `sqlite3_io_methods`, described in
//! "The SQLite OS Interface or VFS"), hence C function pointers. Each file of ours begins with our own fields
//! and is followed, in the same piece of memory, by the file of the system's layer, to which every call is
//! passed on.

use std::cell::RefCell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::Path;
use std::sync::OnceLock;
use std::{mem, ptr};

use rusqlite::ffi;

use crate::Op;
use crate::recorder::{self, Call, Failure, Recorder, Syncs, note, step};

thread_local! {
    static DISOBEYED: RefCell<Option<String>> = const { RefCell::new(None) };
    static LAST_OPENED: RefCell<*mut ffi::sqlite3> = const { RefCell::new(ptr::null_mut()) };
}

/// Begins to record what this thread lets SQLite do to the files directly in `folder`.
///
/// # Errors
/// SQLite's result code, when the layer cannot be registered.
pub fn record(folder: &Path, syncs: Syncs) -> Result<(), c_int> {
    install()?;
    recorder::start(folder, syncs);
    Ok(())
}

/// Runs SQL on the connection that this thread opened last, whoever holds it: how a test weakens a setting
/// that the journal itself would refuse to weaken.
///
/// # Errors
/// SQLite's result code.
pub fn meddle(sql: &CStr) -> Result<(), c_int> {
    let connection = LAST_OPENED.with_borrow(|connection| *connection);
    // SAFETY: the pointer was given by SQLite when this thread opened the connection; a null pointer is
    // refused by SQLite (API armour is compiled in), and the test that calls this still holds the connection.
    let code = unsafe { ffi::sqlite3_exec(connection, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut()) };
    if code == ffi::SQLITE_OK { Ok(()) } else { Err(code) }
}

/// Lets connections that this thread opens from here on ignore the setting of this pragma, as SQLite does
/// when it cannot obey: without a word. `None` lets them obey again.
///
/// # Errors
/// SQLite's result code, when the layer cannot be registered.
pub fn disobey(pragma: Option<&str>) -> Result<(), c_int> {
    install()?;
    DISOBEYED.with_borrow_mut(|disobeyed| *disobeyed = pragma.map(String::from));
    Ok(())
}

/// Called by SQLite before each statement; ignores the setting of the pragma that is to be disobeyed.
unsafe extern "C" fn authorize(
    _user: *mut c_void,
    action: c_int,
    pragma: *const c_char,
    value: *const c_char,
    _database: *const c_char,
    _trigger: *const c_char,
) -> c_int {
    if action != ffi::SQLITE_PRAGMA || pragma.is_null() || value.is_null() {
        return ffi::SQLITE_OK;
    }
    // SAFETY: for a pragma SQLite gives its name as a C string that lives through the call.
    let pragma = unsafe { CStr::from_ptr(pragma) };
    let disobeyed =
        DISOBEYED.with_borrow(|name| name.as_ref().is_some_and(|name| name.as_bytes() == pragma.to_bytes()));
    if disobeyed { ffi::SQLITE_IGNORE } else { ffi::SQLITE_OK }
}

/// The system's layer under ours.
static SYSTEM: OnceLock<System> = OnceLock::new();

struct System(*mut ffi::sqlite3_vfs, Result<(), c_int>);

// SAFETY: the table that the pointer leads to is SQLite's own; it is never changed and lives as long as the
// process.
unsafe impl Send for System {}
// SAFETY: as above.
unsafe impl Sync for System {}

fn system() -> *mut ffi::sqlite3_vfs {
    SYSTEM.get().map_or(ptr::null_mut(), |system| system.0)
}

/// Makes the layer SQLite's default, once in a process.
fn install() -> Result<(), c_int> {
    SYSTEM
        .get_or_init(|| {
            // SAFETY: plain calls of SQLite; the copied table and its file name live forever, as SQLite
            // demands.
            unsafe {
                let system = ffi::sqlite3_vfs_find(ptr::null());
                let (Some(table), Ok(ours)) = (system.as_ref(), c_int::try_from(size_of::<File>())) else {
                    return System(system, Err(ffi::SQLITE_MISUSE));
                };
                let mut layer = *table;
                layer.zName = c"recording".as_ptr();
                layer.pNext = ptr::null_mut();
                layer.szOsFile += ours;
                layer.xOpen = Some(open);
                layer.xDelete = Some(delete);
                let code = match ffi::sqlite3_vfs_register(Box::leak(Box::new(layer)), 1) {
                    ffi::SQLITE_OK => ffi::sqlite3_auto_extension(Some(opened)),
                    code => code,
                };
                System(system, if code == ffi::SQLITE_OK { Ok(()) } else { Err(code) })
            }
        })
        .1
}

/// Called by SQLite for each new connection.
unsafe extern "C" fn opened(
    connection: *mut ffi::sqlite3,
    _message: *mut *mut c_char,
    _routines: *const ffi::sqlite3_api_routines,
) -> c_int {
    LAST_OPENED.with_borrow_mut(|last| *last = connection);
    if DISOBEYED.with_borrow(Option::is_none) {
        return ffi::SQLITE_OK;
    }
    // SAFETY: SQLite gives the connection that it is opening.
    unsafe { ffi::sqlite3_set_authorizer(connection, Some(authorize), ptr::null_mut()) }
}

/// An open file: ours first, the system's behind it.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    /// Its name within the watched folder; null when it is not watched. A boxed `String`, freed at close.
    name: *mut String,
}

/// The system's file behind ours.
///
/// # Safety
/// `file` must have been opened by [`open`].
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: SQLite allocated `szOsFile` bytes: ours and then the system's.
    unsafe { file.cast::<File>().add(1).cast() }
}

/// Whether a file is in the folder that was watched when it was opened.
///
/// # Safety
/// `file` must have been opened by [`open`].
unsafe fn is_watched(file: *mut ffi::sqlite3_file) -> bool {
    // SAFETY: SQLite allocated our fields, `open` has set them.
    unsafe { !(*file.cast::<File>()).name.is_null() }
}

/// Notes what was done to an open file, if it is watched.
///
/// # Safety
/// `file` must have been opened by [`open`].
unsafe fn note_file(file: *mut ffi::sqlite3_file, op: impl FnOnce(&Recorder, String) -> Option<Op>) {
    // SAFETY: the name is null, or a boxed string that lives until the file is closed.
    if let Some(name) = unsafe { (*file.cast::<File>()).name.as_ref() } {
        note(|recorder| op(recorder, name.clone()));
    }
}

/// The name of a file directly in the folder that this thread watches.
fn watched(path: *const c_char) -> Option<String> {
    if path.is_null() {
        return None;
    }
    // SAFETY: SQLite gives paths as C strings that live through the call.
    recorder::watched(Path::new(unsafe { CStr::from_ptr(path) }.to_str().ok()?))
}

unsafe extern "C" fn open(
    _layer: *mut ffi::sqlite3_vfs,
    path: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: as SQLite calls it: `file` is memory of `szOsFile` bytes, `path` outlives the file.
    unsafe {
        let ours = file.cast::<File>();
        (*ours).base.pMethods = ptr::null();
        (*ours).name = ptr::null_mut();
        let Some(open) = system().as_ref().and_then(|system| system.xOpen) else { return ffi::SQLITE_MISUSE };
        // A file without a name is a temporary one.
        if watched(path).is_some() && step(Call::Open).is_some()
            || path.is_null() && recorder::refuses_temporary_file()
        {
            return ffi::SQLITE_CANTOPEN;
        }
        let code = open(system(), path, real(file), flags, flags_out);
        // SQLite closes a file exactly when it has methods, whatever `xOpen` answered.
        if !(*real(file)).pMethods.is_null() {
            (*ours).base.pMethods = &raw const METHODS;
            if let Some(name) = watched(path) {
                (*ours).name = Box::into_raw(Box::new(name));
            }
        }
        code
    }
}

unsafe extern "C" fn delete(_layer: *mut ffi::sqlite3_vfs, path: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: as SQLite calls it, passed on.
    unsafe {
        let Some(delete) = system().as_ref().and_then(|system| system.xDelete) else {
            return ffi::SQLITE_MISUSE;
        };
        let code = delete(system(), path, sync_folder);
        if code == ffi::SQLITE_OK
            && let Some(file) = watched(path)
        {
            note(|_| Some(Op::Delete { file, durable: sync_folder != 0 }));
        }
        code
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: the name was boxed by `open` and is freed once, as a file is closed once.
    unsafe {
        let name = mem::replace(&mut (*file.cast::<File>()).name, ptr::null_mut());
        if !name.is_null() {
            drop(Box::from_raw(name));
        }
        (*(*real(file)).pMethods).xClose.map_or(ffi::SQLITE_MISUSE, |close| close(real(file)))
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: as SQLite calls it, passed on: `into` has room for `count` bytes; the name lives until the file is
    // closed.
    unsafe {
        let Some(read) = (*(*real(file)).pMethods).xRead else { return ffi::SQLITE_MISUSE };
        let name = (*file.cast::<File>()).name.as_ref();
        let bytes = at..at.saturating_add(count.into());
        if name.is_some_and(|name| step(Call::Read).is_some() || recorder::refuses_read(name, &bytes)) {
            return ffi::SQLITE_IOERR_READ;
        }
        read(real(file), into, count, at)
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    bytes: *const c_void,
    count: c_int,
    at: i64,
) -> c_int {
    // SAFETY: as SQLite calls it: `bytes` leads to `count` bytes.
    unsafe {
        let Some(write) = (*(*real(file)).pMethods).xWrite else { return ffi::SQLITE_MISUSE };
        let failure = if is_watched(file) { step(Call::Write) } else { None };
        let count = match failure {
            Some(Failure::NoRoom) => return ffi::SQLITE_FULL,
            Some(Failure::Broken) => count / 2,
            Some(Failure::DoneUnanswered) | None => count,
        };
        let code = write(real(file), bytes, count, at);
        if let (ffi::SQLITE_OK, Ok(count), Ok(offset)) = (code, usize::try_from(count), usize::try_from(at)) {
            let bytes = std::slice::from_raw_parts(bytes.cast::<u8>(), count).to_vec();
            note_file(file, |_, file| Some(Op::Write { file, offset, bytes }));
        }
        if failure.is_some() { ffi::SQLITE_IOERR_WRITE } else { code }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: i64) -> c_int {
    // SAFETY: as SQLite calls it, passed on.
    unsafe {
        let Some(truncate) = (*(*real(file)).pMethods).xTruncate else { return ffi::SQLITE_MISUSE };
        if is_watched(file) && step(Call::Truncate).is_some() {
            return ffi::SQLITE_IOERR_TRUNCATE;
        }
        let code = truncate(real(file), length);
        if let (ffi::SQLITE_OK, Ok(length)) = (code, usize::try_from(length)) {
            note_file(file, |_, file| Some(Op::Truncate { file, length }));
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: as SQLite calls it; a file that nobody watches is synced by the system.
    unsafe {
        if !is_watched(file) {
            return (*(*real(file)).pMethods)
                .xSync
                .map_or(ffi::SQLITE_MISUSE, |sync| sync(real(file), flags));
        }
        let failure = step(Call::Sync);
        note_file(file, |recorder, file| match (failure, recorder.syncs) {
            (Some(Failure::Broken), _) => Some(Op::GivenUp { file }),
            (_, Syncs::Recorded) => Some(Op::Sync { file }),
            (_, Syncs::OnlyAnswered) => None,
        });
        match failure {
            Some(Failure::Broken | Failure::DoneUnanswered) => ffi::SQLITE_IOERR_FSYNC,
            Some(Failure::NoRoom) | None => ffi::SQLITE_OK,
        }
    }
}

/// Functions that are passed on as they come.
macro_rules! passed_on {
    ($($ours:ident = $method:ident($($argument:ident: $kind:ty),*) -> $answer:ty, or $otherwise:expr;)+) => {$(
        unsafe extern "C" fn $ours(file: *mut ffi::sqlite3_file $(, $argument: $kind)*) -> $answer {
            // SAFETY: as SQLite calls it, for a file that `open` opened.
            unsafe {
                match (*(*real(file)).pMethods).$method {
                    Some(method) => method(real(file) $(, $argument)*),
                    None => $otherwise,
                }
            }
        }
    )+};
}

passed_on! {
    file_size = xFileSize(length: *mut i64) -> c_int, or ffi::SQLITE_MISUSE;
    lock = xLock(level: c_int) -> c_int, or ffi::SQLITE_MISUSE;
    unlock = xUnlock(level: c_int) -> c_int, or ffi::SQLITE_MISUSE;
    check_reserved_lock = xCheckReservedLock(answer: *mut c_int) -> c_int, or ffi::SQLITE_MISUSE;
    file_control = xFileControl(op: c_int, argument: *mut c_void) -> c_int, or ffi::SQLITE_NOTFOUND;
    sector_size = xSectorSize() -> c_int, or 0;
    device_characteristics = xDeviceCharacteristics() -> c_int, or 0;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, into: *mut *mut c_void) -> c_int, or ffi::SQLITE_MISUSE;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int, or ffi::SQLITE_MISUSE;
    shm_barrier = xShmBarrier() -> (), or ();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int, or ffi::SQLITE_MISUSE;
}

/// Version 2: with shared memory for the log's index, without mapped reads, which the journal does not use.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
