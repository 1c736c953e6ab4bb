//! The system's random source (§13.5), and the seam where demo data brings its own.

use zeroize::Zeroizing;

use crate::error::{CryptoError, Result};

/// Fills a buffer with random bytes.
pub trait Random {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()>;
}

/// The system's source: `getrandom`, in the browser `crypto.getRandomValues`.
pub struct System;

impl Random for System {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        getrandom::fill(buffer).map_err(|_| CryptoError::Platform("no random source"))
    }
}

impl<F: FnMut(&mut [u8])> Random for F {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        self(buffer);
        Ok(())
    }
}

/// The system's source taken in blocks of 4 KiB, for many small values; every byte is handed out once.
#[derive(Default)]
pub struct Blocks {
    block: Zeroizing<Vec<u8>>,
    used: usize,
}

impl Random for Blocks {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        if self.block.len() < self.used + buffer.len() {
            self.block.resize(4096.max(buffer.len()), 0);
            System.fill(&mut self.block)?;
            self.used = 0;
        }
        let end = self.used + buffer.len();
        buffer.copy_from_slice(&self.block[self.used..end]);
        self.used = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_hands_out_every_byte_once_and_serves_any_size() {
        let mut blocks = Blocks::default();
        let mut seen = std::collections::HashSet::new();
        for size in [16, 4_000, 96, 4_096, 5_000, 16].into_iter().cycle().take(60) {
            let mut buffer = vec![0; size];
            blocks.fill(&mut buffer).expect("random bytes");
            for chunk in buffer.chunks_exact(16) {
                assert!(seen.insert(chunk.to_vec()), "16 random bytes came twice");
            }
        }
    }
}
