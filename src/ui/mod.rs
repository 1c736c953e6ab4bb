//! House widgets: how every control looks, is named, and answers the keyboard. They know nothing of the domain.
//!
//! Words are props (`Signal<String>`); the few that every widget shares come from [`Words`], provided once by the app with
//! [`provide_words`], beside [`provide_toasts`] and [`provide_announcer`]. Optional props may be left out.
//!
//! ```ignore
//! // Buttons. `rank`: Primary, Secondary (default), Quiet, Danger. `busy` keeps the focus and swallows presses, Enter in a form too.
//! <Button label=tr!(common.save) rank=ButtonRank::Primary submit=true busy=saving busy_label=tr!(common.saving) />
//! <Button label=tr!(common.cancel) on_pressed=move || open.set(false) />
//! <Button label=.. icon=icondata_lu::LuPlus unusable=derived(move || full.get().then(|| reason)) on_pressed=.. />
//! <IconButton name=tr!(..) shape=icondata_lu::LuX on_pressed=move || .. />
//! <LinkButton label=.. href="/clients" rank=ButtonRank::Quiet />
//!
//! // A field is label + one control + hint + error. Controls: TextInput, PasswordInput, CodeInput, Select, FileDrop.
//! <Field label=tr!(sign_in.email) error=email_problem required=true>
//!     <TextInput value=email kind="email" autocomplete="username" inputmode="email" autofocus=true />
//! </Field>
//! <Field label=..><PasswordInput value=password autocomplete="current-password" /></Field>
//! <Field label=..><CodeInput value=code length=6 /></Field>
//! <Field label=..><Select value=language options=languages on_chosen=move |value: String| .. /></Field>
//! <Field label=..>
//!     <FileDrop accept=".json,.csv" chosen=name on_chosen=move |file: web_sys::File| .. on_removed=move || .. />
//! </Field>
//! <Checkbox checked=remember label=tr!(..) />
//!
//! <Field label=..><TextArea value=text maxlength=2_000 on_changed=move |text: String| .. /></Field>
//! // One of very many: the caller searches, the widget shows. Focus stays in the input.
//! <Combobox label=.. value=typed groups=found none=.. on_chosen=move |number: u32| .. />
//!
//! // A list's tools: <div class="toolbar"> … </div>
//! <SearchField label=tr!(..) value=query on_changed=move |text: String| .. />
//! <SegmentedFilter label=tr!(..) value=status segments=segments on_chosen=move |value: String| .. />
//!
//! // A text of a server, a file or a person, wherever it stands in a view: it turns nothing beside it.
//! <span>{foreign(client.name)}</span>
//!
//! // Messages.
//! <Banner title=tr!(..) tone=Tone::Warning actions=move || view! { <Button .. /> }>{body}</Banner>
//! <Badge label=tr!(..) tone=Tone::Danger />
//! <EmptyState icon=icondata_lu::LuUsers title=.. text=.. actions=move || view! { <Button .. /> } />
//! let toasts = use_toasts();            toasts.success(say!(..));  toasts.error(say!(..));
//! let announcer = use_announcer();      announcer.announce(say!(..));
//! <Progress label=.. value=derived(move || Some(share.get())) text=.. />
//!
//! // A dialog is drawn while `open`; `on_close` is asked by Escape and the close button. `alert=true` for a question.
//! <Dialog open=open title=.. on_close=move || open.set(false) on_submit=move || save()
//!     footer=move || view! { <Button .. submit=true /> <Button .. /> }>
//!     {body}
//! </Dialog>
//!
//! // A menu asks for its entries each time it opens.
//! <Menu label=options_for icon=icondata_lu::LuEllipsisVertical icon_only=true entries=move || vec![
//!     MenuEntry::link(say!(..), href, false), MenuEntry::separator(), MenuEntry::action(say!(..), move || remove()).danger(),
//! ] />
//!
//! // A table. Rows come filtered; order and filter are the page's, kept in the address (`Sort::from_param`, `to_param`).
//! let columns = vec![
//!     Column::new("name", tr!(..), |row: &ClientRow| view! { <a href=..>{row.name.clone()}</a> }).row_header().sort_by(..),
//!     Column::new("seats", tr!(..), |row: &ClientRow| row.seats.to_string()).numeric().sort_by(|a, b| a.seats.cmp(&b.seats)),
//! ];
//! <Table caption=.. columns=columns rows=rows sort=sort on_sorted=move |sort: Sort| .. loading=waiting
//!     message=move || view! { <EmptyState .. /> } />
//! sorted_order(&rows, &columns, sort)   // the same order for a CSV file
//!
//! // A value computed from signals: this one, not the framework's, whose code is made again for every type of value.
//! let shown = Memo::new(move |_| rows.with(|rows| ..));   shown.get(); shown.with(|rows| ..);
//!
//! // Fetching. `Load` is Loading, Slow (after 400 ms), Ready(T) or Failed(E); the latest fetch wins and ends with the page.
//! let loader = Loader::new(move || async move { api.clients(provider).list().await });
//! match loader.state().get() { Load::Ready(rows) => .., Load::Failed(error) => .., _ => .. }   loader.reload(); loader.refresh();
//! ```
//!
//! Layout is plain markup with the classes of `style/layout.css`, described at the top of that file.

mod announcer;
mod avatar;
mod badge;
mod banner;
mod breadcrumb;
mod button;
mod card;
mod checkbox;
mod code_input;
mod combobox;
#[cfg(test)]
mod contrast;
mod dialog;
mod disclosure;
mod empty_state;
mod field;
mod file_drop;
pub mod focus;
mod foreign;
mod growing;
mod icon;
mod icon_button;
pub mod id;
mod key_hint;
mod link_button;
pub mod live;
mod load;
mod measure;
mod memo;
mod menu;
mod menu_entry;
mod password_input;
mod placing;
mod progress;
mod search_field;
mod segmented_filter;
mod select;
mod skeleton;
mod skip_link;
mod stat;
pub mod table;
mod text_area;
mod text_input;
mod toast;
mod tone;
mod words;

pub use announcer::{Announcer, AnnouncerRegion, provide_announcer, use_announcer};
pub use avatar::{Avatar, hue_of};
pub use badge::Badge;
pub use banner::Banner;
pub use breadcrumb::{Breadcrumb, Crumb};
pub use button::{Button, ButtonRank};
pub use card::Card;
pub use checkbox::Checkbox;
pub use code_input::CodeInput;
pub use combobox::{ComboGroup, ComboOption, Combobox};
pub use dialog::{Dialog, DialogSize};
pub use disclosure::Disclosure;
pub use empty_state::EmptyState;
pub use field::{Field, FieldParts};
pub use file_drop::FileDrop;
pub use foreign::foreign;
pub use growing::growing;
pub use icon::{Icon, IconShape};
pub use icon_button::IconButton;
pub use key_hint::KeyHint;
pub use link_button::LinkButton;
pub use load::{Load, Loader};
pub use memo::Memo;
pub use menu::Menu;
pub use menu_entry::MenuEntry;
pub use password_input::PasswordInput;
pub use placing::{follow_window, place_beside};
pub use progress::Progress;
pub use search_field::SearchField;
pub use segmented_filter::{Segment, SegmentedFilter};
pub use select::{Select, SelectOption};
pub use skeleton::Skeleton;
pub use skip_link::SkipLink;
pub use stat::Stat;
pub use table::{Column, ColumnWidth, Sort, Table, sorted_order};
pub use text_area::TextArea;
pub use text_input::TextInput;
pub use toast::{ToastArea, Toasts, provide_toasts, use_toasts};
pub use tone::Tone;
pub use words::{Words, provide_words, use_words};
