//! One file per widget, as in `src/ui`.

mod button;
mod combobox;
mod dialog;
mod field;
mod file_drop;
mod foreign;
mod growing;
mod load;
mod menu;
mod password_input;
mod progress;
mod search_field;
mod segmented_filter;
mod select;
mod table;
mod toast;
