//! The checksum by which an archive shows that an entry is what was packed.

/// CRC-32 as zip uses it (polynomial 0xEDB88320, reflected), eight bytes a step.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut mixed = sum.to_le_bytes().into_iter().chain([0; 4]);
        let parts = chunk.iter().zip(SUMS.iter().rev()).map(|(byte, sums)| sums[usize::from(byte ^ mixed.next().unwrap_or(0))]);
        sum = parts.fold(0, |sum, part| sum ^ part);
    }
    for byte in chunks.remainder() {
        let [low, ..] = sum.to_le_bytes();
        sum = SUMS[0][usize::from(low ^ byte)] ^ (sum >> 8);
    }
    !sum
}

/// What each byte adds to a checksum, with nought to seven bytes after it.
static SUMS: [[u32; 256]; 8] = {
    let mut sums = [[0_u32; 256]; 8];
    let mut byte = 0;
    let mut first = 0_u32;
    while byte < 256 {
        let mut sum = first;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
            bit += 1;
        }
        sums[0][byte] = sum;
        byte += 1;
        first += 1;
    }
    let mut after = 1;
    while after < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = sums[after - 1][byte];
            let [low, ..] = before.to_le_bytes();
            sums[after][byte] = sums[0][low as usize] ^ (before >> 8);
            byte += 1;
        }
        after += 1;
    }
    sums
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_zip() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }
}
