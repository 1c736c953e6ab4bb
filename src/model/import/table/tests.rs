use super::*;
use crate::model::import::fault::Problem;
use crate::model::import::file::parse;
use crate::model::import::rows::LARGEST_ROW;

const HEADING: &str =
    "collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n";

fn organization(rows: &str) -> Parsed {
    parse(format!("{HEADING}{rows}").as_bytes(), &mut |_, _| {}).unwrap()
}

fn text(field: &Field) -> Option<&str> {
    match &field.value {
        FieldValue::Text(text) => text.as_deref(),
        _ => None,
    }
}

#[test]
fn the_contracts_organization_columns_are_read() {
    let parsed = organization(
        "\"Servers/Linux,Office\",login,Router,\"two\nlines\",\"port: 8443\nurl: https://a: b\",1,\"https://a.example,https://b.example\",admin,\"p\"\"w, d\",JBSW\n\
         ,note,Note,text,,0,,,,\n",
    );
    assert_eq!((parsed.source, parsed.problems.len()), (Source::OrganizationCsv, 0));
    assert_eq!(parsed.homes, ["Servers/Linux", "Office"]);
    let router = &parsed.items[0];
    assert_eq!(
        (router.number, router.kind(), router.homes.as_slice()),
        (2, Kind::Login, &[0, 1][..])
    );
    assert_eq!((router.notes.as_deref(), router.reprompt), (Some("two\nlines"), 1));
    let fields: Vec<_> = router
        .fields
        .iter()
        .map(|field| (field.name.as_deref(), text(field)))
        .collect();
    assert_eq!(
        fields,
        [(Some("port"), Some("8443")), (Some("url"), Some("https://a: b"))]
    );
    let login = router.login().unwrap();
    assert_eq!(
        login.uris.iter().map(|uri| uri.uri.as_str()).collect::<Vec<_>>(),
        ["https://a.example", "https://b.example"]
    );
    assert_eq!(
        (login.username.as_deref(), login.password.as_deref()),
        (Some("admin"), Some("p\"w, d"))
    );
    assert_eq!(login.totp.as_deref(), Some("JBSW"));
    let note = &parsed.items[1];
    // Lines are counted as an editor shows them, line breaks inside cells included.
    assert_eq!(
        (note.number, note.kind(), note.homes.len(), note.login().is_none()),
        (5, Kind::Note, 0, true)
    );
}

#[test]
fn an_individual_file_brings_its_folders_and_favourites() {
    let file = "\u{feff}folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\r\n\
        \"Work, home\",1,login,A,,,,,,,\r\n,,login,B,,,,,,,\r\n";
    let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
    assert_eq!(
        (parsed.source, parsed.homes.as_slice()),
        (Source::IndividualCsv, &["Work, home".to_owned()][..])
    );
    assert!(parsed.items[0].favorite && !parsed.items[1].favorite);
    assert_eq!((parsed.items[0].homes.len(), parsed.items[1].homes.len()), (1, 0));
}

#[test]
fn older_column_names_in_any_order_and_other_separators_are_read() {
    for file in [
        "name,type,uri,username,password,totp\nA,login,https://a,u,p,t\n",
        "password;username;TYPE;Name;uri;totp\np;u;login;A;https://a;t\n",
        "type\tname\tlogin_uri\tlogin_username\tlogin_password\tlogin_totp\tarchivedDate\n\tA\thttps://a\tu\tp\tt\t2026-01-01\n",
    ] {
        let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
        let item = &parsed.items[0];
        let login = item.login().unwrap();
        assert_eq!(
            (item.name.as_str(), login.uris[0].uri.as_str()),
            ("A", "https://a"),
            "{file}"
        );
        let texts = [&login.username, &login.password, &login.totp].map(|text| text.as_deref().unwrap());
        assert_eq!(texts, ["u", "p", "t"], "{file}");
    }
}

#[test]
fn rows_that_cannot_be_read_are_left_out_with_their_lines() {
    let long = "x".repeat(688);
    let parsed = organization(&format!(
        ",login,A,,,,,,,\n,card,B,,,,,,,\n,login, ,,,,,,,\n,login,C,,,,,,,,x\n,login,{long},,,,,,,\n{long},login,D,,,,,,,\n,login,E,,,,,,,\n"
    ));
    assert_eq!(parsed.items.iter().map(|item| item.number).collect::<Vec<_>>(), [2, 8]);
    let at = |line, fault| Problem {
        row: Row::Line(line),
        fault,
    };
    assert_eq!(
        parsed.problems,
        [
            at(3, Fault::new(Part::Type, What::UnknownType)),
            at(4, Fault::new(Part::Name, What::Missing)),
            at(5, Fault::new(Part::Whole, What::Columns)),
            at(6, Fault::new(Part::Name, What::TooLong { most: 687 })),
            at(7, Fault::new(Part::Name, What::TooLong { most: 687 }).of("collections")),
        ]
    );
    assert_eq!((parsed.left_out, parsed.homes.len()), (5, 0));
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_found() {
    let file = format!("{HEADING},login,A,,,,,,,\n,login,\"B,,,,,,,\n,login,C,,,,,,,\n");
    assert_eq!(
        parse(file.as_bytes(), &mut |_, _| {}).err(),
        Some(Unusable::DamagedCsv { line: 3 })
    );
}

#[test]
fn a_heading_without_rows_holds_no_items() {
    assert_eq!(parse(HEADING.as_bytes(), &mut |_, _| {}).err(), Some(Unusable::NoItems));
}

#[test]
fn fields_without_a_name_or_value_are_kept() {
    let fields: Vec<_> = ["pin: 1", "pin:", "just text", "a: b: c", " "]
        .into_iter()
        .filter_map(field)
        .map(|field| (field.name.clone(), text(&field).map(str::to_owned)))
        .collect();
    let pair = |name: &str, value: &str| {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        (some(name), some(value))
    };
    assert_eq!(
        fields,
        [
            pair("pin", "1"),
            pair("pin", ""),
            pair("", "just text"),
            pair("a", "b: c")
        ]
    );
}

#[test]
fn a_row_made_up_to_fill_the_memory_costs_only_itself() {
    let (long, parts) = ("n".repeat(LARGEST_ROW), "a\n".repeat(MOST_PARTS + 1));
    let commas = ",".repeat(1_000);
    let parsed = organization(&format!(
        ",login,A,{long},,,,,,\n,login,B,,\"{parts}\",,,,,\n{commas}\n,login,C,,,,,,,\n,login,D,{long},,,,,,"
    ));
    assert_eq!((parsed.items.len(), parsed.left_out), (1, 4));
    assert_eq!((parsed.items[0].name.as_str(), parsed.items[0].number), ("C", 1_006));
    let too_much = Fault::new(Part::Whole, What::TooMuch);
    assert!(parsed.problems.iter().all(|problem| problem.fault == too_much));
}

#[test]
fn more_rows_than_are_read_are_refused() {
    let file = format!("{HEADING}{}", ",\n".repeat(MOST_ROWS + 1));
    assert_eq!(
        parse(file.as_bytes(), &mut |_, _| {}).err(),
        Some(Unusable::TooManyRows)
    );
    let heading = format!("name,{}\n", "x".repeat(LARGEST_ROW));
    assert_eq!(parse(heading.as_bytes(), &mut |_, _| {}).err(), Some(Unusable::Unknown));
}

macro_rules! case {
    ($name:literal) => {
        parse(
            include_bytes!(concat!("../../../../tests/cases/", $name)),
            &mut |_, _| {},
        )
        .unwrap()
    };
}

fn names(parsed: &Parsed) -> Vec<&str> {
    parsed.items.iter().map(|item| item.name.as_str()).collect()
}

fn uris(item: &Item) -> Vec<&str> {
    let login = item.login().unwrap();
    login.uris.iter().map(|uri| uri.uri.as_str()).collect()
}

#[test]
fn addresses_in_one_cell_stay_whole() {
    let parsed = case!("03-uri-commas.csv");
    assert_eq!(uris(&parsed.items[0]), ["https://a.example", "https://b.example"]);
    assert_eq!(uris(&parsed.items[1]), ["https://maps.example/@59.33,18.06,12z"]);
    assert_eq!(uris(&parsed.items[2]), ["https://erp.example/?ids=4,8,15"]);
    // Lines end in two bytes there, as in every official export.
    assert_eq!(
        parsed.items.iter().map(|item| item.number).collect::<Vec<_>>(),
        [2, 3, 4]
    );
}

#[test]
fn a_line_that_names_the_separator_is_read_as_such() {
    let parsed = case!("12b-sep-line.csv");
    assert_eq!((names(&parsed), parsed.items[0].number), (vec!["B12b one"], 3));
    assert_eq!(uris(&parsed.items[0]), ["https://k.example"]);
    for (first, separator) in [
        ("sep=,", ','),
        ("sep=;\r", ';'),
        ("\"sep=;\"", ';'),
        ("SEP=|", '|'),
        ("sep=\t", '\t'),
        ("sep=^", '^'),
        ("\"sep=,\",,,,", ','),
        // Saved anew where the separator is another one.
        ("sep=;,,,,", ','),
        ("sep=", ','),
        ("\n\nsep=;", ';'),
    ] {
        let heading = HEADING.replace(',', &separator.to_string());
        let row = ",login,A,,,0,https://a.example,u,p,".replace(',', &separator.to_string());
        let text = format!("{first}\n{heading}{row}\n");
        let parsed = parse(text.as_bytes(), &mut |_, _| {}).unwrap();
        let line = u32::try_from(text.lines().count()).unwrap();
        assert_eq!((names(&parsed), parsed.items[0].number), (vec!["A"], line), "{first:?}");
    }
    for first in ["sepia", "sep=abc", "sep=;x", "set=;"] {
        let text = format!("{first}\n{HEADING},login,A,,,,,,,\n");
        assert_eq!(
            parse(text.as_bytes(), &mut |_, _| {}).err(),
            Some(Unusable::Unknown),
            "{first}"
        );
    }
}

#[test]
fn cells_that_are_missing_at_the_end_are_empty_and_blank_rows_are_nothing() {
    let parsed = case!("12f-short-rows.csv");
    assert_eq!(
        (names(&parsed).len(), parsed.problems.len(), parsed.homes.len()),
        (3, 0, 1)
    );
    assert_eq!(parsed.items[1].login().unwrap().password.as_deref(), Some("pw2"));
    for separator in [",", ";", "\t"] {
        let text = format!(
            ",,,,,,,,,\n{HEADING},,,,,,,,,\n,login,A\n , ,\n\n,,,,,,,,,,,,,,\n,login,B,,,,,,,,,,\n\"\",\"\",,,,,,,,\n,,,,,,,,,\n"
        );
        let parsed = parse(text.replace(',', separator).as_bytes(), &mut |_, _| {}).unwrap();
        assert_eq!((names(&parsed), parsed.left_out), (vec!["A", "B"], 0), "{separator:?}");
        assert_eq!([parsed.items[0].number, parsed.items[1].number], [4, 8]);
    }
    let blank = format!("{HEADING},,,,,,,,,\n");
    assert_eq!(parse(blank.as_bytes(), &mut |_, _| {}).err(), Some(Unusable::NoItems));
}

#[test]
fn names_that_differ_in_their_characters_alone_are_one_collection() {
    let parsed = case!("14-reuse.csv");
    assert_eq!(parsed.homes, ["B14 Shared", "b14 shared", "B14 Cafe\u{301}"]);
    let homes: Vec<_> = parsed.items.iter().flat_map(|item| item.homes.clone()).collect();
    assert_eq!(homes, [0, 1, 0, 2, 2]);
}

#[test]
fn the_documented_sample_is_read_as_documented() {
    let parsed = case!("13c-official-help-sample.csv");
    assert_eq!(names(&parsed), ["B13c Feed", "B13c Bank", "B13c Shop", "B13c Note"]);
    assert_eq!(parsed.homes, ["B13c Social", "B13c Marketing", "B13c Finance"]);
    assert_eq!(uris(&parsed.items[0]), ["feed.example"]);
    assert_eq!(parsed.items[0].homes, [0, 1]);
    let field = &parsed.items[1].fields[0];
    assert_eq!(field.name.as_deref(), Some("PIN"));
    assert!(matches!(&field.value, FieldValue::Text(Some(value)) if value == "1234"));
    assert_eq!(parsed.items[1].notes.as_deref(), Some("PIN kept at desk"));
    assert!(parsed.items[2].homes.is_empty());
    assert_eq!(
        (parsed.items[3].kind(), parsed.items[3].notes.as_deref()),
        (Kind::Note, Some("a note\nwith lines"))
    );
    assert!(parsed.problems.is_empty());
}

#[test]
fn rows_without_a_name_are_named_and_those_with_nothing_else_left_out() {
    let mut parsed = organization(
        "New,login,,,,,https://a.example/in,u,p,\r\nNew,login,,,,,,u,p,\r\nNew,note,,text,,,,,,\r\nLost,login,,,,1,,,,\r\n",
    );
    parsed.name_rest(&["A login".to_owned(), "A note".to_owned()]);
    assert_eq!(names(&parsed), ["a.example", "A login", "A note"]);
    assert_eq!(
        (parsed.named.rows.as_slice(), parsed.unnamed.count),
        (&[Row::Line(2)][..], 2)
    );
    assert_eq!(parsed.unnamed.rows, [Row::Line(3), Row::Line(4)]);
    assert_eq!((parsed.left_out, parsed.problems[0].row), (1, Row::Line(5)));
    // What is left out brings no collection along.
    assert_eq!(parsed.homes, ["New"]);
}

#[test]
fn a_wrong_date_costs_only_itself() {
    let heading = HEADING.replace("login_totp", "login_totp,archivedDate");
    let file = format!("{heading},login,A,,,,,,,,yesterday\n,login,B,,,,,,,,2026-01-01 10:00\n,login,C,,,,,,,,\n");
    let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
    let dates = parsed.items.iter().map(|item| item.archived.as_ref().map(Date::as_str));
    assert_eq!(
        dates.collect::<Vec<_>>(),
        [None, Some("2026-01-01T10:00:00.000Z"), None]
    );
    let loss = &parsed.losses.named[0];
    assert_eq!((parsed.losses.count, loss.row), (1, Row::Line(2)));
    assert_eq!(loss.faults, [Fault::new(Part::Whole, What::BadDate).of("archivedDate")]);
}
