//! The board's SPI and I²C, as the kernel offers them under `/dev`, and its lines: by rppal, which needs no
//! Raspberry Pi for the two buses, and by [`crate::cable::lines`].

use std::fmt;
use std::io;
use std::path::Path;

use embedded_hal::digital::{self, OutputPin};
use embedded_hal::i2c::{self, I2c};
use embedded_hal::spi::{self, SpiDevice};
use rppal::spi::{Bus, Mode, SlaveSelect, Spi};

use super::SurfaceError;
use crate::cable::lines::OutputLine;

/// What the kernel says of a bus.
pub struct BusError(io::Error);

impl fmt::Debug for BusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl spi::Error for BusError {
    fn kind(&self) -> spi::ErrorKind {
        spi::ErrorKind::Other
    }
}

impl i2c::Error for BusError {
    fn kind(&self) -> i2c::ErrorKind {
        i2c::ErrorKind::Other
    }
}

/// One chip on an SPI bus, selected by the kernel: `/dev/spidevBUS.SELECT`.
pub struct BoardSpi(Spi);

const BUSES: [Bus; 7] = [Bus::Spi0, Bus::Spi1, Bus::Spi2, Bus::Spi3, Bus::Spi4, Bus::Spi5, Bus::Spi6];
const SELECTS: [SlaveSelect; 4] = [SlaveSelect::Ss0, SlaveSelect::Ss1, SlaveSelect::Ss2, SlaveSelect::Ss3];

impl BoardSpi {
    /// Opens the chip at `path` for writing at most so many bits a second, in mode 0.
    ///
    /// # Errors
    ///
    /// The path is not of this form, the file cannot be opened, or the bus has no such speed.
    pub fn open(path: &Path, hertz: u32) -> Result<Self, SurfaceError> {
        let why = "not of the form /dev/spidev0.0";
        let (bus, select) =
            spi_numbers(path).ok_or_else(|| SurfaceError::Unusable { path: path.to_owned(), why })?;
        Spi::new(bus, select, hertz, Mode::Mode0).map(Self).map_err(|error| match error {
            rppal::spi::Error::Io(source) => SurfaceError::File { path: path.to_owned(), source },
            rppal::spi::Error::BitsPerWordNotSupported(_)
            | rppal::spi::Error::BitOrderNotSupported(_)
            | rppal::spi::Error::ClockSpeedNotSupported(_)
            | rppal::spi::Error::ModeNotSupported(_)
            | rppal::spi::Error::PolarityNotSupported(_) => {
                let why = "the bus has not this speed, or not eight bits in mode 0";
                SurfaceError::Unusable { path: path.to_owned(), why }
            }
        })
    }
}

/// Bus and select of `/dev/spidev0.1`; `None` for another name.
fn spi_numbers(path: &Path) -> Option<(Bus, SlaveSelect)> {
    let (bus, select) = path.to_str()?.strip_prefix("/dev/spidev")?.split_once('.')?;
    let bus = BUSES.get(bus.parse::<usize>().ok()?)?;
    Some((*bus, *SELECTS.get(select.parse::<usize>().ok()?)?))
}

/// Whether a path names a chip on an SPI bus, as [`BoardSpi::open`] wants it.
pub fn is_spi(path: &Path) -> bool {
    spi_numbers(path).is_some()
}

impl spi::ErrorType for BoardSpi {
    type Error = BusError;
}

impl SpiDevice for BoardSpi {
    /// Panels are written to and never read: reading is refused.
    fn transaction(&mut self, operations: &mut [spi::Operation<'_, u8>]) -> Result<(), BusError> {
        for operation in operations {
            match operation {
                spi::Operation::Write(bytes) => spi_write(&mut self.0, bytes)?,
                spi::Operation::Read(_)
                | spi::Operation::Transfer(..)
                | spi::Operation::TransferInPlace(_)
                | spi::Operation::DelayNs(_) => return Err(BusError(io::ErrorKind::Unsupported.into())),
            }
        }
        Ok(())
    }
}

fn spi_write(spi: &mut Spi, bytes: &[u8]) -> Result<(), BusError> {
    let written = spi.write(bytes).map_err(|error| BusError(io::Error::other(error)))?;
    if written == bytes.len() { Ok(()) } else { Err(BusError(io::ErrorKind::WriteZero.into())) }
}

/// An I²C bus: `/dev/i2c-1`.
pub struct BoardI2c(rppal::i2c::I2c);

impl BoardI2c {
    /// Opens the bus at `path`.
    ///
    /// # Errors
    ///
    /// The path is not of this form, or the file cannot be opened.
    pub fn open(path: &Path) -> Result<Self, SurfaceError> {
        let unusable = |why| SurfaceError::Unusable { path: path.to_owned(), why };
        let bus = i2c_number(path).ok_or_else(|| unusable("not of the form /dev/i2c-1"))?;
        rppal::i2c::I2c::with_bus(bus).map(Self).map_err(|error| match error {
            rppal::i2c::Error::Io(source) => SurfaceError::File { path: path.to_owned(), source },
            rppal::i2c::Error::InvalidSlaveAddress(_)
            | rppal::i2c::Error::FeatureNotSupported
            | rppal::i2c::Error::UnknownModel => unusable("not a bus that plain writes can use"),
        })
    }
}

fn i2c_number(path: &Path) -> Option<u8> {
    path.to_str()?.strip_prefix("/dev/i2c-")?.parse().ok()
}

/// Whether a path names an I²C bus, as [`BoardI2c::open`] wants it.
pub fn is_i2c(path: &Path) -> bool {
    i2c_number(path).is_some()
}

impl i2c::ErrorType for BoardI2c {
    type Error = BusError;
}

impl I2c for BoardI2c {
    /// Displays are written to and never read: reading is refused.
    fn transaction(&mut self, address: u8, operations: &mut [i2c::Operation<'_>]) -> Result<(), BusError> {
        let other = |error: rppal::i2c::Error| BusError(io::Error::other(error));
        self.0.set_slave_address(u16::from(address)).map_err(other)?;
        for operation in operations {
            match operation {
                i2c::Operation::Write(bytes) => {
                    let written = self.0.write(bytes).map_err(other)?;
                    if written != bytes.len() {
                        return Err(BusError(io::ErrorKind::WriteZero.into()));
                    }
                }
                i2c::Operation::Read(_) => return Err(BusError(io::ErrorKind::Unsupported.into())),
            }
        }
        Ok(())
    }
}

/// A line of the board as a panel's pin: high is *active*.
pub struct BoardPin(pub Box<dyn OutputLine>);

impl digital::Error for BusError {
    fn kind(&self) -> digital::ErrorKind {
        digital::ErrorKind::Other
    }
}

impl digital::ErrorType for BoardPin {
    type Error = BusError;
}

impl OutputPin for BoardPin {
    fn set_low(&mut self) -> Result<(), BusError> {
        self.0.set(false).map_err(|error| BusError(io::Error::other(error)))
    }

    fn set_high(&mut self) -> Result<(), BusError> {
        self.0.set(true).map_err(|error| BusError(io::Error::other(error)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_kernels_own_names_are_buses() {
        let spi = ["/dev/spidev0.0", "/dev/spidev1.3", "/dev/spidev7.0", "/dev/spidev0", "spidev0.0"];
        let i2c = ["/dev/i2c-1", "/dev/i2c-256", "/dev/i2c", "/dev/spidev0.0"];

        assert_eq!(spi.map(|name| is_spi(Path::new(name))), [true, true, false, false, false]);
        assert_eq!(i2c.map(|name| is_i2c(Path::new(name))), [true, false, false, false]);
    }

    #[test]
    fn a_bus_that_is_not_there_says_which() {
        let spi = BoardSpi::open(Path::new("/dev/spidev6.3"), 10_000_000).map(|_| ()).unwrap_err();
        let i2c = BoardI2c::open(Path::new("/dev/i2c-255")).map(|_| ()).unwrap_err();

        assert!(spi.to_string().starts_with("/dev/spidev6.3: "), "{spi}");
        assert!(i2c.to_string().starts_with("/dev/i2c-255: "), "{i2c}");
    }
}
