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
        ",login,A,,,,,,,\n,card,B,,,,,,,\n,login, ,,,,,,,\n,login,C\n,login,{long},,,,,,,\n{long},login,D,,,,,,,\n,login,E,,,,,,,\n"
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
