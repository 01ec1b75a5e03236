//! What drivers share below their messages: checksums, frames, key presses and character sets.

pub mod alpha;
pub mod dgus;
pub mod dots;
pub mod key_frames;
pub mod modbus;
pub mod modbus_keys;
pub mod onbon;
pub mod presses;
pub mod template;
pub mod text;

/// CRC-16/ARC: polynomial 8005 reflected, start 0000. Onbon font cards; low byte first on the wire.
pub fn crc16_arc(bytes: &[u8]) -> u16 {
    crc16(0x0000, bytes)
}

/// CRC-16/MODBUS: polynomial 8005 reflected, start FFFF; low byte first on the wire. Modbus itself leaves it
/// to rmodbus.
pub fn crc16_modbus(bytes: &[u8]) -> u16 {
    crc16(0xFFFF, bytes)
}

fn crc16(start: u16, bytes: &[u8]) -> u16 {
    bytes.iter().fold(start, |crc, &byte| {
        (0..8).fold(crc ^ u16::from(byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xA001 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_checksums_have_their_catalogued_check_values() {
        assert_eq!(crc16_arc(b"123456789"), 0xBB3D);
        assert_eq!(crc16_modbus(b"123456789"), 0x4B37);
    }
}
