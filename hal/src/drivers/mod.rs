//! The registry: one word a driver.
