//! Buses, pins and time, with a simulated display at their far end.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use embedded_hal::{digital, i2c, spi};
use hal::sim::letter_lcd::LetterLcd;
use hal::sim::oled::Oled;
use hal::sim::spi_panel::SpiPanel;

/// A display that test and surface both hold; `None` once it was taken off its cable.
pub struct Held<D>(Arc<Mutex<(D, bool)>>);

impl<D> Clone for Held<D> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<D> Held<D> {
    pub fn new(display: D) -> Self {
        Self(Arc::new(Mutex::new((display, true))))
    }

    /// Hands or eyes on the display.
    pub fn with<T>(&self, act: impl FnOnce(&mut D) -> T) -> T {
        act(&mut self.0.lock().unwrap().0)
    }

    pub fn plug(&self, plugged: bool) {
        self.0.lock().unwrap().1 = plugged;
    }

    fn plugged<T>(&self, act: impl FnOnce(&mut D) -> T) -> Option<T> {
        let mut held = self.0.lock().unwrap();
        held.1.then(|| act(&mut held.0))
    }
}

/// The SPI bus of a panel, with the level of its data pin.
pub struct PanelBus(pub Held<SpiPanel>, pub Arc<Mutex<bool>>);

impl spi::ErrorType for PanelBus {
    type Error = Infallible;
}

impl spi::SpiDevice for PanelBus {
    fn transaction(&mut self, operations: &mut [spi::Operation<'_, u8>]) -> Result<(), Infallible> {
        let data = *self.1.lock().unwrap();
        for operation in operations {
            let spi::Operation::Write(bytes) = operation else { panic!("panels are only written to") };
            assert!(bytes.len() <= 4096, "spidev takes no more at once");
            // Nobody hears whether a panel is there.
            self.0.plugged(|panel| panel.hear(data, bytes));
        }
        Ok(())
    }
}

/// What a pin of a panel does.
pub enum PanelPin {
    Data(Arc<Mutex<bool>>),
    Reset(Held<SpiPanel>),
    Light(Held<SpiPanel>),
}

impl digital::ErrorType for PanelPin {
    type Error = Infallible;
}

impl digital::OutputPin for PanelPin {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.set(false)
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.set(true)
    }
}

impl PanelPin {
    fn set(&mut self, high: bool) -> Result<(), Infallible> {
        match self {
            Self::Data(level) => *level.lock().unwrap() = high,
            Self::Reset(panel) => panel.with(|panel| panel.reset_pin(high)),
            Self::Light(panel) => panel.with(|panel| panel.light_pin(high)),
        }
        Ok(())
    }
}

/// Lets the time of a panel pass.
pub fn passing(panel: &Held<SpiPanel>) -> impl FnMut(Duration) + Send + 'static {
    let panel = panel.clone();
    move |time| panel.with(|panel| panel.pass(time))
}

/// Nobody answers at this address.
#[derive(Debug)]
pub struct NoAnswer;

impl i2c::Error for NoAnswer {
    fn kind(&self) -> i2c::ErrorKind {
        i2c::ErrorKind::NoAcknowledge(i2c::NoAcknowledgeSource::Address)
    }
}

/// A display on I²C.
pub trait Hears {
    fn hear(&mut self, address: u8, bytes: &[u8]) -> bool;
}

impl Hears for Oled {
    fn hear(&mut self, address: u8, bytes: &[u8]) -> bool {
        Oled::hear(self, address, bytes)
    }
}

impl Hears for LetterLcd {
    fn hear(&mut self, address: u8, bytes: &[u8]) -> bool {
        LetterLcd::hear(self, address, bytes)
    }
}

/// An I²C bus with one display.
pub struct I2cBus<D>(pub Held<D>);

impl<D> i2c::ErrorType for I2cBus<D> {
    type Error = NoAnswer;
}

impl<D: Hears> i2c::I2c for I2cBus<D> {
    fn transaction(&mut self, address: u8, operations: &mut [i2c::Operation<'_>]) -> Result<(), NoAnswer> {
        for operation in operations {
            let i2c::Operation::Write(bytes) = operation else { panic!("displays are only written to") };
            match self.0.plugged(|display| display.hear(address, bytes)) {
                Some(true) => {}
                Some(false) | None => return Err(NoAnswer),
            }
        }
        Ok(())
    }
}
