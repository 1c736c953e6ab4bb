//! The rows of a CSV file, one after another in the same memory: however long a row is, it takes no more than `LARGEST_ROW` bytes
//! and `MOST_CELLS` cells. (The `csv` crate's own reader lets a row grow as long as the file.)

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The longest row that is read, in bytes.
pub const LARGEST_ROW: usize = 1_000_000;
/// The most cells of a row: Bitwarden's files have about a dozen.
const MOST_CELLS: usize = 1_000;

pub struct Rows<'text> {
    reader: Reader,
    left: &'text [u8],
    lines: Lines,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

pub struct Row<'rows> {
    /// Where it begins: 1 is the file's first line.
    pub line: u64,
    bytes: &'rows [u8],
    ends: &'rows [usize],
}

/// Counts lines as an editor does: one ends with a line feed, a carriage return, or both together.
struct Lines {
    now: u64,
    after_return: bool,
}

impl Lines {
    fn from(line: u64) -> Self {
        Self {
            now: line,
            after_return: false,
        }
    }

    fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends = *byte == b'\r' || *byte == b'\n' && !self.after_return;
            self.now += u64::from(ends);
            self.after_return = *byte == b'\r';
        }
    }
}

/// The line in which a text ends that begins with line 1.
pub fn last_line(text: &[u8]) -> u64 {
    let mut lines = Lines::from(1);
    lines.pass(text);
    lines.now
}

/// A row that is over a limit: its first line.
pub struct TooLong {
    pub line: u64,
}

impl<'text> Rows<'text> {
    /// Reads a text that begins in this line of the file.
    pub fn of(text: &'text str, separator: u8, line: u64) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            left: text.as_bytes(),
            lines: Lines::from(line),
            bytes: vec![0; LARGEST_ROW],
            ends: vec![0; MOST_CELLS],
        }
    }

    /// The next row that isn't empty; `None` after the last.
    pub fn next(&mut self) -> Option<Result<Row<'_>, TooLong>> {
        // The reader would skip them as well, and what it says of lines stays behind where they end by two bytes.
        let blank = self.left.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let blank = blank.count();
        self.take(blank);
        let line = self.lines.now;
        let (mut bytes, mut cells, mut fits) = (0, 0, true);
        loop {
            let (result, read, written, ended) =
                self.reader
                    .read_record(self.left, &mut self.bytes[bytes..], &mut self.ends[cells..]);
            self.take(read);
            (bytes, cells) = (bytes + written, cells + ended);
            match result {
                // Asked once more, with nothing left, the reader closes the last row.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    (bytes, cells, fits) = (0, 0, false);
                }
                ReadRecordResult::Record if fits => {
                    return Some(Ok(Row {
                        line,
                        bytes: &self.bytes[..bytes],
                        ends: &self.ends[..cells],
                    }));
                }
                ReadRecordResult::Record => return Some(Err(TooLong { line })),
                ReadRecordResult::End => return None,
            }
        }
    }

    fn take(&mut self, read: usize) {
        let (read, left) = self.left.split_at(read);
        self.lines.pass(read);
        self.left = left;
    }

    /// How many bytes of the text aren't read yet.
    pub fn left(&self) -> usize {
        self.left.len()
    }
}

impl<'rows> Row<'rows> {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, at: usize) -> Option<&'rows str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        // The text is UTF-8, and separators and quotation marks never stand inside a character.
        str::from_utf8(&self.bytes[start..end]).ok()
    }

    pub fn iter(&self) -> impl Iterator<Item = &'rows str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

#[cfg(test)]
mod tests;
