//! Which names the people of the demo data bear, and how a name becomes an e-mail address.

use super::plan::Language;
use super::random::Random;

#[rustfmt::skip]
const SWEDISH_GIVEN: &[&str] = &[
    "Anna", "Erik", "Maria", "Lars", "Åsa", "Björn", "Karin", "Göran", "Ingrid", "Mikael", "Sofia", "Anders", "Linnéa",
    "Jörgen", "Elin", "Fredrik", "Malin", "Håkan", "Frida", "Oskar", "Ebba", "Gustav", "Märta", "Nils", "Sanna", "Östen",
    "Wilma", "Viktor", "Tuva", "Kjell", "Saga", "Ali", "Amina", "Goran", "Leyla", "Mirja", "Tove", "Stellan", "Ulrika",
    "Per-Olof", "Ann-Sofie", "Jasmin", "Kerstin", "Henrik", "Agnes", "Emil", "Ylva", "Rasmus", "Moa", "Torbjörn",
];
#[rustfmt::skip]
const SWEDISH_FAMILY: &[&str] = &[
    "Andersson", "Johansson", "Lindqvist", "Bergström", "Åkesson", "Öberg", "Sjögren", "Nyström", "Hellström", "Ek",
    "Söderlund", "Wikström", "Holmgren", "Björklund", "Åström", "Lundgren", "Forsberg", "Hägglund", "Norén", "Palm",
    "Ekholm", "Dahlgren", "Blomqvist", "Sandberg", "Öhman", "Strömberg", "Hassan", "Yılmaz", "Petrović", "Niemi",
    "Rosén", "Fransson", "Lindén", "Ahmadi", "Kowalczyk", "Wallin", "Vikander", "Åhlund", "Mårtensson", "Grönlund",
];
#[rustfmt::skip]
const OTHER_GIVEN: &[&str] = &[
    "James", "Priya", "Olivia", "Mohammed", "Chloe", "Daniel", "Aisha", "Thomas", "Grace", "Wei", "Hannah", "Oliver",
    "Niamh", "Samuel", "Fatima", "Jack", "Emily", "Kwame", "Lucy", "Ryan", "Zoë", "Ibrahim", "Charlotte", "Mateusz",
    "Isabel", "Declan", "Yuki", "Rosa", "Callum", "Leila", "Søren", "Mette", "Jürgen", "Katrin", "Étienne", "Amélie",
    "Lukas", "Greta", "Rasmus", "Kirsten", "Anneliese", "Benoît", "Nora", "Tobias", "Marek", "Inês", "Dmytro", "Ana",
];
#[rustfmt::skip]
const OTHER_FAMILY: &[&str] = &[
    "Smith", "Patel", "Williams", "O'Brien", "Nguyen", "Taylor", "Khan", "Evans", "Murphy", "Okafor", "Walker", "Chen",
    "Hughes", "Singh", "Clarke", "Nowak", "Bennett", "Ferguson", "Adeyemi", "Morgan", "Sørensen", "Jørgensen", "Müller",
    "Schäfer", "Dubois", "Lefèvre", "Weiß", "Møller", "Fournier", "Hartmann", "Da Silva", "Kovács", "Romero", "Fischer",
    "Tanaka", "Mac Donald", "Bianchi", "Vandenberghe", "Krüger", "Østergaard",
];

/// A full name, mostly from the client's own country.
pub(super) fn person(random: &mut Random, language: Language) -> String {
    let home = if random.chance(85) { language } else { Language::English };
    let (given, family) = match home {
        Language::Swedish => (SWEDISH_GIVEN, SWEDISH_FAMILY),
        _ => (OTHER_GIVEN, OTHER_FAMILY),
    };
    let second = random.pick(family);
    let surname = if random.chance(6) {
        format!("{second}-{}", random.pick(family))
    } else {
        (*second).to_owned()
    };
    format!("{} {surname}", random.pick(given))
}

/// `Åsa Öberg` at `client.example` is `asa.oberg@client.example`; namesakes are numbered by the caller.
pub(super) fn local_part(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' | '-' => plain.push(letter),
            'å' | 'ä' | 'á' => plain.push('a'),
            'æ' => plain.push_str("ae"),
            'ö' | 'ø' | 'ó' => plain.push('o'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'ü' | 'ú' => plain.push('u'),
            'í' | 'î' | 'ı' => plain.push('i'),
            'ç' | 'ć' => plain.push('c'),
            'ß' => plain.push_str("ss"),
            ' ' => plain.push('.'),
            _ => {}
        }
    }
    plain
}
