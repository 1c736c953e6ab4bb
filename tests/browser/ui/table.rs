//! How rows are ordered, drawn and kept, also when there are ten thousand.

use std::sync::Arc;

use leptos::prelude::*;
use provider_portal::ui::{AnnouncerRegion, Column, Sort, Table};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, focused, settle, wait};

#[derive(Clone)]
struct Client {
    name: String,
    seats: usize,
}

fn clients(count: usize) -> Arc<Vec<Client>> {
    Arc::new(
        (0..count)
            .map(|n| Client {
                name: format!("Client {n:05}"),
                seats: (n * 7) % 100,
            })
            .collect(),
    )
}

fn columns() -> Vec<Column<Client>> {
    vec![
        Column::new(
            "name",
            "Name".to_owned(),
            |row: &Client| view! { <a href="#client">{row.name.clone()}</a> },
        )
        .row_header()
        .sort_by(|a, b| a.name.cmp(&b.name)),
        Column::new("seats", "Seats".to_owned(), |row: &Client| row.seats.to_string())
            .numeric()
            .sort_by(|a, b| a.seats.cmp(&b.seats)),
        Column::new("plan", "Plan".to_owned(), |_: &Client| "Teams"),
    ]
}

#[derive(Clone, Copy)]
struct Signals {
    rows: RwSignal<Arc<Vec<Client>>>,
    sort: RwSignal<Option<Sort>>,
    loading: RwSignal<bool>,
    chosen_by: RwSignal<String>,
}

async fn table(count: usize) -> (Stage, Signals) {
    table_in("900px", count).await
}

async fn table_in(width: &'static str, count: usize) -> (Stage, Signals) {
    let signals = Signals {
        rows: RwSignal::new(clients(count)),
        sort: RwSignal::new(Some(Sort::by("name"))),
        loading: RwSignal::new(false),
        chosen_by: RwSignal::new(String::new()),
    };
    let Signals {
        rows,
        sort,
        loading,
        chosen_by,
    } = signals;
    let stage = Stage::with(move || {
        view! {
            <div style:inline-size=width>
                <Table
                    caption=move || format!("Clients, {}", rows.with(|rows| rows.len()))
                    columns=columns()
                    rows=rows
                    sort=sort
                    on_sorted=move |next| sort.set(Some(next))
                    loading=loading
                    message=|| "No client matches"
                    id=|client| client.name.as_str()
                    chosen_by=chosen_by
                />
            </div>
            <AnnouncerRegion />
        }
        .into_any()
    })
    .await;
    (stage, signals)
}

const FIRST: &str = "tbody tr:not(.table-spacer) th";

#[wasm_bindgen_test]
async fn only_the_active_column_tells_its_order() {
    let (stage, _) = table(5).await;
    assert_eq!(stage.count("[aria-sort]"), 1);
    assert_eq!(
        stage.attribute("th:nth-child(1)", "aria-sort").as_deref(),
        Some("ascending")
    );
    assert_eq!(
        stage.count("thead button"),
        2,
        "a column that cannot be sorted has no button"
    );
}

#[wasm_bindgen_test]
async fn a_press_on_a_header_sorts_turns_and_says_so() {
    let (stage, signals) = table(5).await;
    stage.find("th:nth-child(2) button").click();
    wait(std::time::Duration::from_millis(150)).await;
    assert_eq!(signals.sort.get_untracked().unwrap().to_param(), "seats");
    assert_eq!(
        stage.attribute("th:nth-child(2)", "aria-sort").as_deref(),
        Some("ascending")
    );
    assert_eq!(stage.attribute("th:nth-child(1)", "aria-sort"), None);
    assert_eq!(stage.text("[role=status]"), "Sorted by Seats, ascending");
    stage.find("th:nth-child(2) button").click();
    settle().await;
    assert_eq!(signals.sort.get_untracked().unwrap().to_param(), "-seats");
    assert_eq!(stage.text(FIRST), "Client 00004");
}

#[wasm_bindgen_test]
async fn rows_name_themselves_and_cells_carry_their_header_for_narrow_screens() {
    let (stage, _) = table(3).await;
    assert_eq!(stage.attribute("tbody th", "scope").as_deref(), Some("row"));
    assert_eq!(stage.attribute("tbody td", "data-label").as_deref(), Some("Seats"));
    assert_eq!(stage.attribute("table", "aria-rowcount").as_deref(), Some("4"));
    assert_eq!(stage.text("caption"), "Clients, 3");
    assert_eq!(stage.attribute(".table-region", "tabindex").as_deref(), Some("0"));
}

#[wasm_bindgen_test]
async fn a_hundred_rows_are_simply_drawn_those_in_view_first() {
    let (stage, signals) = table(100).await;
    for _ in 0..2 {
        let mut waits = 0;
        while stage.count("tbody [aria-rowindex]") < 100 {
            settle().await;
            waits += 1;
            assert!(waits < 50, "not all rows come");
        }
        assert_eq!(stage.count(".table-spacer"), 0);
        // Other rows: nobody waits for those that can't be seen.
        signals.rows.set(clients(100));
        leptos::task::tick().await;
        let drawn = stage.count("tbody [aria-rowindex]");
        assert!(drawn <= 40, "{drawn} rows at once");
        assert_eq!(stage.text(FIRST), "Client 00000");
    }
}

#[wasm_bindgen_test]
async fn another_order_comes_a_few_rows_per_frame_and_nothing_is_blank_meanwhile() {
    let (stage, signals) = table(10_000).await;
    settle().await;
    let names = || {
        let region = stage.find(".table-region").get_bounding_client_rect();
        let rows = stage.all("tbody th").into_iter();
        let in_view = rows.filter(|row| row.get_bounding_client_rect().top() < region.bottom());
        in_view.filter_map(|row| row.text_content()).collect::<Vec<_>>()
    };
    let before = names().len();
    signals.sort.set(Some(Sort {
        descending: true,
        ..Sort::by("name")
    }));
    leptos::task::tick().await;
    let (now, new) = (
        names(),
        names().iter().filter(|name| name.starts_with("Client 099")).count(),
    );
    assert!(now.len() >= before, "{} rows in place of {before}", now.len());
    assert!((1..=5).contains(&new), "{new} rows at once");
    settle().await;
    settle().await;
    settle().await;
    assert!(
        names().iter().all(|name| name.starts_with("Client 099")),
        "{:?}",
        names()
    );
}

#[wasm_bindgen_test]
async fn ten_thousand_rows_draw_only_what_is_in_view() {
    let (stage, _) = table(10_000).await;
    let drawn = stage.count("tbody [aria-rowindex]");
    assert!((20..=120).contains(&drawn), "{drawn} rows are drawn");
    assert_eq!(stage.attribute("table", "aria-rowcount").as_deref(), Some("10001"));

    let parts = stage.count("tbody");
    assert!(parts <= 40, "what isn't drawn is held open by few spacers, not {parts}");
    let region = stage.find(".table-region");
    let row = stage.find("tbody [aria-rowindex]").get_bounding_client_rect().height();
    let whole = f64::from(region.scroll_height());
    assert!(
        (whole - row * 10_000.0).abs() < 100.0,
        "the scroll bar tells the true length: {whole}"
    );

    region.set_scroll_top((row * 5_000.0) as i32);
    settle().await;
    settle().await;
    assert!(stage.maybe("[aria-rowindex='5002']").is_some());
    assert!(stage.maybe("[aria-rowindex='2']").is_none());
    assert!(stage.count("tbody [aria-rowindex]") <= 120);
    let seen = stage.find("[aria-rowindex='5005']").get_bounding_client_rect();
    let view = region.get_bounding_client_rect();
    assert!(
        seen.top() >= view.top() && seen.bottom() <= view.bottom(),
        "the row stands where it belongs"
    );
}

#[wasm_bindgen_test]
async fn ten_thousand_cards_have_their_true_length_too() {
    let (stage, _) = table_in("400px", 10_000).await;
    let region = stage.find(".table-region");
    let row = stage.find("tbody [aria-rowindex]").get_bounding_client_rect().height();
    let whole = f64::from(region.scroll_height());
    assert!((whole - row * 10_000.0).abs() < 200.0, "{whole} for cards of {row}");
    region.set_scroll_top((row * 5_000.0) as i32);
    settle().await;
    settle().await;
    // The headers stand over the cards, so the view begins a little before this one.
    let seen = stage.find("[aria-rowindex='5002']").get_bounding_client_rect();
    let view = region.get_bounding_client_rect();
    assert!(seen.top() >= view.top() && seen.top() < view.bottom());
}

#[wasm_bindgen_test]
async fn the_count_told_follows_what_is_left_of_ten_thousand_rows() {
    let (stage, signals) = table(10_000).await;
    for count in [1, 300, 1, 10_000] {
        signals.rows.set(clients(count));
        settle().await;
        let told = stage.attribute("table", "aria-rowcount");
        assert_eq!(told, Some((count + 1).to_string()));
        assert!(stage.maybe("[aria-rowindex='2']").is_some());
    }
}

#[wasm_bindgen_test]
async fn the_focused_row_stays_when_it_leaves_the_view_and_goes_when_the_focus_does() {
    let (stage, _) = table(10_000).await;
    let region = stage.find(".table-region");
    let link = stage.find("[aria-rowindex='4'] a");
    link.focus().unwrap();
    settle().await;
    for step in 1..=10 {
        region.set_scroll_top(step * 20_000);
        settle().await;
    }
    assert_eq!(focused(), link, "the same element still has the focus");
    assert!(stage.count("tbody [aria-rowindex]") <= 140);
    region.focus().unwrap();
    settle().await;
    assert!(stage.maybe("[aria-rowindex='4']").is_none());
}

#[wasm_bindgen_test]
async fn a_row_in_view_keeps_its_focus_while_the_view_moves_past_it() {
    let (stage, _) = table(10_000).await;
    let region = stage.find(".table-region");
    region.set_scroll_top(4_000);
    settle().await;
    settle().await;
    let link = stage.find("[aria-rowindex='105'] a");
    link.focus().unwrap();
    for top in [4_200, 4_800, 3_600, 6_000] {
        region.set_scroll_top(top);
        settle().await;
        assert_eq!(focused(), link);
    }
}

#[wasm_bindgen_test]
async fn rows_that_come_anew_replace_the_old_ones_in_place() {
    let (stage, signals) = table(3).await;
    let link = stage.find("tbody a");
    link.focus().unwrap();
    signals.rows.set(Arc::new(vec![Client {
        name: "Another".to_owned(),
        seats: 1,
    }]));
    settle().await;
    assert_eq!(stage.count("tbody [aria-rowindex]"), 1);
    assert_eq!(stage.text(FIRST), "Another");
    assert_eq!(focused().tag_name(), "A", "the focus stays at the row's place");
}

#[wasm_bindgen_test]
async fn loading_and_having_nothing_stand_in_the_tables_place() {
    let (stage, signals) = table(0).await;
    assert_eq!(stage.text("tbody"), "No client matches");
    assert_eq!(stage.attribute("tbody td", "colspan").as_deref(), Some("3"));
    signals.loading.set(true);
    settle().await;
    assert_eq!(stage.attribute(".table-region", "aria-busy").as_deref(), Some("true"));
    assert_eq!(stage.attribute("tbody", "aria-hidden").as_deref(), Some("true"));
    signals.rows.set(clients(2));
    signals.loading.set(false);
    settle().await;
    assert_eq!(stage.attribute(".table-region", "aria-busy"), None);
    assert_eq!(stage.count("tbody [aria-rowindex]"), 2);
}

#[wasm_bindgen_test]
async fn tab_leads_to_the_next_row_also_when_the_view_is_elsewhere() {
    let (stage, _) = table(10_000).await;
    let region = stage.find(".table-region");
    // The last row of the first block.
    stage.find("[aria-rowindex='21'] a").focus().unwrap();
    settle().await;
    region.set_scroll_top(200_000);
    settle().await;
    for (index, why) in [("20", "the row before"), ("22", "the row behind, in the next block")] {
        assert!(stage.maybe(&format!("[aria-rowindex='{index}'] a")).is_some(), "{why}");
    }
    // What Tab does: the browser goes to the next link of the document.
    let links = stage.all("tbody a");
    let at = links.iter().position(|link| *link == focused()).unwrap();
    links[at + 1].focus().unwrap();
    settle().await;
    settle().await;
    assert_eq!(stage.row_of_focus(), "22");
    let (row, view) = (focused().get_bounding_client_rect(), region.get_bounding_client_rect());
    assert!(
        row.top() >= view.top() && row.bottom() <= view.bottom(),
        "it is in view"
    );
}

#[wasm_bindgen_test]
async fn walking_through_a_hundred_rows_never_loses_the_focus() {
    let (stage, _) = table(10_000).await;
    stage.find("[aria-rowindex='2'] a").focus().unwrap();
    for index in 3..103 {
        let links = stage.all("tbody a");
        let at = links
            .iter()
            .position(|link| *link == focused())
            .expect("the focus is on a row");
        links[at + 1].focus().unwrap();
        wait(std::time::Duration::from_millis(20)).await;
        assert_eq!(stage.row_of_focus(), index.to_string());
    }
}

#[wasm_bindgen_test]
async fn what_gets_the_focus_is_not_hidden_by_the_header() {
    let (stage, _) = table(10_000).await;
    let region = stage.find(".table-region");
    region.set_scroll_top(8_010);
    settle().await;
    settle().await;
    let head = stage.find("thead th").get_bounding_client_rect().bottom();
    let links = stage.all("tbody a");
    let above = links
        .iter()
        .rfind(|link| link.get_bounding_client_rect().top() < head)
        .unwrap();
    above.focus().unwrap();
    settle().await;
    assert!(above.get_bounding_client_rect().top() >= stage.find("thead th").get_bounding_client_rect().bottom());
}

#[wasm_bindgen_test]
async fn the_focus_follows_its_row_when_others_come_before_it() {
    let (stage, signals) = table(10_000).await;
    stage.find("[aria-rowindex='5'] a").focus().unwrap();
    let name = stage.text("[aria-rowindex='5'] th");
    settle().await;
    let mut more: Vec<Client> = signals.rows.get_untracked().to_vec();
    more.extend((0..50).map(|n| Client {
        name: format!("A client before {n:02}"),
        seats: 1,
    }));
    signals.rows.set(Arc::new(more));
    settle().await;
    settle().await;
    assert_eq!(focused().text_content().unwrap(), name);
    assert_eq!(stage.row_of_focus(), "55");
}

#[wasm_bindgen_test]
async fn the_focus_stays_in_the_table_when_its_row_and_all_behind_it_are_gone() {
    let (stage, signals) = table(300).await;
    let region = stage.find(".table-region");
    region.set_scroll_top(20_000);
    settle().await;
    settle().await;
    stage.find("[aria-rowindex='301'] a").focus().unwrap();
    settle().await;
    signals.rows.set(clients(10));
    settle().await;
    settle().await;
    assert_eq!(stage.row_of_focus(), "11", "the last row there is");
    signals.rows.set(clients(0));
    settle().await;
    settle().await;
    assert_eq!(focused(), region, "the table itself");
}

#[wasm_bindgen_test]
async fn who_has_left_the_table_is_not_called_back_when_rows_change() {
    let (stage, signals) = table(300).await;
    stage.find("[aria-rowindex='5'] a").focus().unwrap();
    let button = stage.find("thead button");
    button.focus().unwrap();
    settle().await;
    signals.rows.set(clients(200));
    settle().await;
    settle().await;
    assert_eq!(focused(), button);
    focused().blur().unwrap();
    settle().await;
    signals.rows.set(clients(300));
    settle().await;
    settle().await;
    assert_eq!(focused().tag_name(), "BODY");
}

#[wasm_bindgen_test]
async fn rows_chosen_or_sorted_otherwise_are_shown_from_the_first_one_and_new_ones_where_one_is() {
    let (stage, signals) = table(10_000).await;
    let region = stage.find(".table-region");
    let scroll = async |rows| {
        region.set_scroll_top(rows);
        settle().await;
    };
    scroll(100_000).await;
    signals.rows.set(clients(9_990));
    settle().await;
    settle().await;
    assert_eq!(region.scroll_top(), 100_000, "a refresh moves nothing");
    signals.rows.set(clients(5_000));
    signals.chosen_by.set("q=client&".to_owned());
    settle().await;
    settle().await;
    assert_eq!(region.scroll_top(), 0);
    assert_eq!(stage.text(FIRST), "Client 00000");
    scroll(100_000).await;
    stage.find("th:nth-child(2) button").click();
    settle().await;
    settle().await;
    assert_eq!(region.scroll_top(), 0);
    assert!(stage.maybe("[aria-rowindex='2']").is_some());
}

#[wasm_bindgen_test]
async fn on_paper_are_all_rows_and_afterwards_those_in_view() {
    let (stage, _) = table(1_000).await;
    let window = web_sys::window().expect("a window");
    let tell = |kind: &str| window.dispatch_event(&web_sys::Event::new(kind).unwrap()).unwrap();
    tell("beforeprint");
    settle().await;
    assert_eq!(stage.count("tbody [aria-rowindex]"), 1_000);
    assert_eq!(stage.count(".table-spacer"), 0);
    tell("afterprint");
    settle().await;
    assert!(stage.count("tbody [aria-rowindex]") <= 120);
}
