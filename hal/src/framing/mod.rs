//! What drivers share below their messages: checksums, frames, key presses and character sets.

pub mod modbus;
pub mod modbus_keys;
pub mod onbon;
pub mod presses;
pub mod text;

/// CRC-16/ARC: polynomial 8005 reflected, start 0000. Onbon font cards; low byte first on the wire.
pub fn crc16_arc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, &byte| {
        (0..8).fold(crc ^ u16::from(byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xA001 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc16_arc_has_its_catalogued_check_value() {
        assert_eq!(crc16_arc(b"123456789"), 0xBB3D);
    }
}
