//! What may not be written down of any device: the numbers of identity cards, in every form that a wire has.

use super::Piece;

/// So many digits in a row are hidden: an old card's number has fifteen, a card's eighteen. Half of one would
/// still name a day of birth, and no face of the hall shows twelve digits.
const DIGITS: usize = 12;

/// Everything but long rows of digits: in ASCII, in UTF-16 of either order, and in full-width GBK and GB2312.
///
/// The last character of a card's number may be an X; it goes with its row.
pub fn without_cards(bytes: &[u8]) -> Vec<Piece> {
    let mut secret = vec![false; bytes.len()];
    for form in FORMS {
        for phase in 0..form.width {
            mark(bytes, form, phase, &mut secret);
        }
    }
    let mut pieces = Pieces::default();
    for (byte, secret) in bytes.iter().zip(secret) {
        if secret { pieces.hide(1) } else { pieces.show(&[*byte]) }
    }
    pieces.all()
}

/// How one character of a number stands on a wire.
struct Form {
    width: usize,
    /// The character in these bytes, if they are one in this form.
    character: fn(&[u8]) -> Option<u8>,
}

const FORMS: &[Form] = &[
    Form { width: 1, character: |unit| unit.first().copied() },
    Form { width: 2, character: |unit| if let [byte, 0] = unit { Some(*byte) } else { None } },
    Form { width: 2, character: |unit| if let [0, byte] = unit { Some(*byte) } else { None } },
    // Full-width digits stand in row A3 of GB2312 at their ASCII place with the eighth bit.
    Form { width: 2, character: |unit| if let [0xA3, byte] = unit { Some(*byte & 0x7F) } else { None } },
];

/// Marks the rows of one form that begin at any multiple of its width behind `phase`.
fn mark(bytes: &[u8], form: &Form, phase: usize, secret: &mut [bool]) {
    let mut begun = phase;
    let mut at = phase;
    loop {
        let unit = bytes.get(at..at + form.width);
        let character = unit.and_then(form.character);
        if character.is_some_and(|character| character.is_ascii_digit()) {
            at += form.width;
            continue;
        }
        let ends_in_x = matches!(character, Some(b'X' | b'x'));
        if (at - begun) / form.width >= DIGITS {
            let end = if ends_in_x { at + form.width } else { at };
            secret[begun..end].fill(true);
        }
        if unit.is_none() {
            return;
        }
        at += form.width;
        begun = at;
    }
}

/// Pieces that are being put together.
#[derive(Debug, Default)]
pub struct Pieces(Vec<Piece>);

impl Pieces {
    /// These bytes may be read.
    pub fn show(&mut self, bytes: &[u8]) {
        match self.0.last_mut() {
            Some(Piece::Plain(plain)) => plain.extend_from_slice(bytes),
            Some(Piece::Hidden(_)) | None => self.0.push(Piece::Plain(bytes.to_vec())),
        }
    }

    /// Here were so many bytes.
    pub fn hide(&mut self, count: usize) {
        match self.0.last_mut() {
            Some(Piece::Hidden(before)) => *before += count,
            Some(Piece::Plain(_)) | None => self.0.push(Piece::Hidden(count)),
        }
    }

    /// All of them.
    pub fn all(self) -> Vec<Piece> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that was published as an example.
    const NUMBER: &[u8] = b"11010519491231002X";

    fn plain(bytes: &[u8]) -> Piece {
        Piece::Plain(bytes.to_vec())
    }

    #[test]
    fn a_cards_number_is_hidden_in_every_form_a_wire_has() {
        let little: Vec<u8> = NUMBER.iter().flat_map(|byte| [*byte, 0]).collect();
        let big: Vec<u8> = NUMBER.iter().flat_map(|byte| [0, *byte]).collect();
        let wide: Vec<u8> = NUMBER.iter().flat_map(|byte| [0xA3, *byte | 0x80]).collect();
        for form in [NUMBER.to_vec(), little, big, wide] {
            let told = without_cards(&[b"\"".as_slice(), &form, b"\"\xFF"].concat());
            // The zero before or behind a number in UTF-16 belongs to either form.
            let hidden: usize =
                told.iter().map(|piece| if let Piece::Hidden(count) = piece { *count } else { 0 }).sum();
            assert!(hidden >= form.len(), "{told:?}");
            assert_eq!((told.first(), told.last()), (Some(&plain(b"\"")), Some(&plain(b"\"\xFF"))));
        }
    }

    #[test]
    fn what_a_hall_shows_is_not_hidden() {
        for text in [b"A017".as_slice(), b"2026-11-22 09:14", b"t0.txt=\"20261122\"\xFF\xFF\xFF", b""] {
            assert!(without_cards(text).iter().all(|piece| matches!(piece, Piece::Plain(_))), "{text:?}");
        }
    }

    #[test]
    fn the_rest_of_a_number_that_was_cut_in_two_is_hidden_too() {
        assert_eq!(without_cards(b"110105194912"), [Piece::Hidden(12)]);
        assert_eq!(without_cards(b"?0519491231002X!"), [plain(b"?"), Piece::Hidden(14), plain(b"!")]);
    }
}
