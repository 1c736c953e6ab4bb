use proptest::prelude::*;

use super::*;

/// The line and the cells of every row.
fn read(text: &str) -> Vec<(u64, Vec<String>)> {
    let mut rows = Rows::of(text, b',', 1);
    let mut read = Vec::new();
    while let Some(row) = rows.next() {
        let Ok(row) = row else { panic!("no row is over a limit") };
        read.push((row.line, row.iter().map(str::to_owned).collect()));
    }
    read
}

/// The same by the plainest means: letter by letter.
fn naive(text: &str) -> Vec<(u64, Vec<String>)> {
    let letters: Vec<char> = text.chars().collect();
    let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut began, mut quoted, mut at) = (1, 1, false, 0);
    while at < letters.len() {
        let letter = letters[at];
        let end = letter == '\r' || letter == '\n';
        let both = letter == '\r' && letters.get(at + 1) == Some(&'\n');
        if quoted {
            match letter {
                '"' if letters.get(at + 1) == Some(&'"') => {
                    cell.push('"');
                    at += 1;
                }
                '"' => quoted = false,
                _ => cell.push(letter),
            }
        } else {
            match letter {
                '"' => quoted = true,
                ',' => cells.push(std::mem::take(&mut cell)),
                _ if end => {
                    if !cells.is_empty() || !cell.is_empty() {
                        cells.push(std::mem::take(&mut cell));
                        rows.push((began, std::mem::take(&mut cells)));
                    }
                    began = line + 1;
                }
                _ => cell.push(letter),
            }
        }
        if end {
            line += 1;
            if both {
                if quoted {
                    cell.push('\n');
                }
                at += 1;
            }
        }
        at += 1;
    }
    if !cells.is_empty() || !cell.is_empty() {
        cells.push(cell);
        rows.push((began, cells));
    }
    rows
}

#[test]
fn rows_are_numbered_by_the_line_they_begin_in_however_lines_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("h,i{end}a,1{end}{end}\"b{end}{end}b\",2{end}{end}{end}c,\"3{end}\"{end}d,4");
        let lines: Vec<_> = read(&text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 2, 4, 9, 11], "{end:?}");
    }
}

#[test]
fn a_row_that_is_too_long_counts_its_lines_all_the_same() {
    let long = "n\r\n".repeat(LARGEST_ROW);
    let text = format!("a,b\r\n\"{long}\",x\r\nlast,y");
    let mut rows = Rows::of(&text, b',', 5);
    let mut lines = Vec::new();
    while let Some(row) = rows.next() {
        lines.push(row.map_or_else(|long| long.line, |row| row.line));
    }
    assert_eq!(lines, [5, 6, 7 + LARGEST_ROW as u64]);
}

proptest! {
    #[test]
    fn every_row_has_the_line_and_cells_that_a_plain_reading_finds(
        ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r\n"]), 1..12),
        cells in prop::collection::vec(
            prop::collection::vec(prop::sample::select(vec!["", "a", "å b", "x\ny", "\r\n", "\r", "\n\r", "\"", "1,2", "\"\r\n\""]), 1..5),
            1..12,
        ),
        last in any::<bool>(),
    ) {
        let rows: Vec<String> = cells
            .iter()
            .map(|cells| {
                let quoted: Vec<String> = cells
                    .iter()
                    .map(|cell| match cell.contains(['"', ',', '\r', '\n']) {
                        true => format!("\"{}\"", cell.replace('"', "\"\"")),
                        false => (*cell).to_owned(),
                    })
                    .collect();
                quoted.join(",")
            })
            .collect();
        let mut text = String::new();
        for (at, row) in rows.iter().enumerate() {
            text.push_str(row);
            if at + 1 < rows.len() || last {
                text.push_str(ends[at % ends.len()]);
            }
        }
        prop_assert_eq!(read(&text), naive(&text), "{:?}", text);
    }
}
