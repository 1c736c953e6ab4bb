//! Several addresses in one cell, joined by commas or line breaks, of which each may have commas of its own
//! (contract/import.md, "CSV").

/// Endings that a file has and no host: what follows a comma in a path is then a part of it.
const FILES: [&str; 22] = [
    "asp", "aspx", "cgi", "css", "csv", "do", "doc", "docx", "gif", "htm", "html", "jpg", "js", "json", "jsp", "pdf",
    "php", "png", "svg", "txt", "xml", "zip",
];
/// No host is longer.
const LONGEST_HOST: usize = 255;
const LONGEST_SCHEME: usize = 40;

/// The addresses of a cell. A line break ends one always; a comma ends one where it can't be a part of it, that is before a
/// path, or where what follows begins like an address.
pub fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['\r', '\n'])
        .flat_map(split_line)
        .map(|address| address.trim_matches(|letter: char| letter == ',' || letter.is_whitespace()))
        .filter(|address| !address.is_empty())
}

fn split_line(line: &str) -> Vec<&str> {
    let (mut found, mut began, mut so_far) = (Vec::new(), 0, SoFar::begin(line));
    for (at, letter) in line.char_indices() {
        if letter == ',' && so_far.ends_before(line[at + 1..].trim_start()) {
            found.push(&line[began..at]);
            began = at + 1;
            so_far = SoFar::begin(&line[began..]);
        } else {
            so_far.take(at - began, letter);
        }
    }
    found.push(&line[began..]);
    found
}

/// What is known of an address up to some letter.
struct SoFar {
    /// Where what follows the scheme begins.
    host_at: usize,
    place: Place,
}

/// In which part of an address one is.
#[derive(PartialEq)]
enum Place {
    Host,
    Path,
    /// In a query or a fragment, or in something that is no address at all.
    Beyond,
}

impl SoFar {
    fn begin(text: &str) -> Self {
        let blank = text.len() - text.trim_start().len();
        let scheme = scheme(text.trim_start());
        Self {
            host_at: scheme.map_or(0, |length| blank + length),
            place: Place::Host,
        }
    }

    fn take(&mut self, at: usize, letter: char) {
        if at < self.host_at {
            return;
        }
        match letter {
            '?' | '#' => self.place = Place::Beyond,
            '/' if self.place == Place::Host => self.place = Place::Path,
            _ if self.place == Place::Host && !may_be_in_host(letter) => self.place = Place::Beyond,
            _ => {}
        }
    }

    fn ends_before(&self, next: &str) -> bool {
        match self.place {
            _ if scheme(next).is_some() => true,
            // No host has a comma.
            Place::Host => true,
            Place::Path => is_named_host(next),
            Place::Beyond => false,
        }
    }
}

fn may_be_in_host(letter: char) -> bool {
    letter.is_alphanumeric() || letter.is_whitespace() || "-._~:@[]%".contains(letter)
}

/// The length of a scheme with the marks after it.
fn scheme(text: &str) -> Option<usize> {
    let name = text.bytes().take(LONGEST_SCHEME);
    let length = name
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        .count();
    let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    (begins && text[length..].starts_with("://")).then_some(length + 3)
}

/// Whether a text begins with a host that has a name, as `shop.example`, and goes on as an address does.
fn is_named_host(text: &str) -> bool {
    let part_of_label = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    let end = text
        .char_indices()
        .find(|(_, letter)| !part_of_label(*letter) && *letter != '.')
        .map_or(text.len(), |(at, _)| at);
    let (host, rest) = text.split_at(end);
    let Some((labels, last)) = host.rsplit_once('.') else {
        return false;
    };
    let goes_on =
        rest.is_empty() || rest.starts_with(['/', ':', ',', '?', '#']) || rest.starts_with(char::is_whitespace);
    let named = last.len() >= 2 && last.chars().all(char::is_alphabetic) || last.starts_with("xn--");
    let is_file = FILES.iter().any(|ending| last.eq_ignore_ascii_case(ending));
    goes_on && named && !is_file && end <= LONGEST_HOST && labels.split('.').all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_joined_by_commas_or_line_breaks_are_told_apart() {
        for (cell, addresses) in [
            (
                "https://a.example,https://b.example",
                &["https://a.example", "https://b.example"][..],
            ),
            (
                " https://a.example/x , https://b.example ,",
                &["https://a.example/x", "https://b.example"],
            ),
            (
                "https://a.example/x?y=1,androidapp://com.example.app",
                &["https://a.example/x?y=1", "androidapp://com.example.app"],
            ),
            (
                "https://a.example\nhttps://b.example\r\nc.example",
                &["https://a.example", "https://b.example", "c.example"],
            ),
            (
                "feed.example,shop.example:8443/in,10.0.0.1",
                &["feed.example", "shop.example:8443/in,10.0.0.1"],
            ),
            (
                "localhost,192.168.1.1,intranet",
                &["localhost", "192.168.1.1", "intranet"],
            ),
            (
                "https://a.example:8443,b.example/c",
                &["https://a.example:8443", "b.example/c"],
            ),
            ("https://a.example/in,b.example", &["https://a.example/in", "b.example"]),
            (
                "https://räk.example/å,smörgås.example",
                &["https://räk.example/å", "smörgås.example"],
            ),
            (
                "https://[::1]:80,https://b.example",
                &["https://[::1]:80", "https://b.example"],
            ),
            (
                "https://a.example/,,https://b.example",
                &["https://a.example/", "https://b.example"],
            ),
            (",,", &[]),
            ("", &[]),
        ] {
            assert_eq!(split(cell).collect::<Vec<_>>(), addresses, "{cell}");
        }
    }

    #[test]
    fn a_comma_inside_an_address_does_not_cut_it() {
        for whole in [
            "https://maps.example/@59.33,18.06,12z",
            "https://erp.example/?ids=4,8,15",
            "https://erp.example/list#a,b.example",
            "https://news.example/0,1518,715,00.html",
            "https://news.example/a,b.pdf?c=d",
            "https://shop.example/a, b/c,d",
            "maps.example/@1.5,2.5",
            "^(a|b){1,3}\\.example$",
            "https://a.example/v1.2,v1.3/x",
        ] {
            assert_eq!(split(whole).collect::<Vec<_>>(), [whole]);
        }
        let mixed = "https://maps.example/@59.33,18.06,12z,https://erp.example/?ids=4,8,https://c.example";
        assert_eq!(
            split(mixed).collect::<Vec<_>>(),
            [
                "https://maps.example/@59.33,18.06,12z",
                "https://erp.example/?ids=4,8",
                "https://c.example"
            ]
        );
    }
}
