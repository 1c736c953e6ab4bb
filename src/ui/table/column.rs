//! What is a column? A header, how a cell is drawn, and how two rows compare in it.

use std::cmp::Ordering;
use std::sync::Arc;

use leptos::prelude::*;

/// How much room a column asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnWidth {
    /// As much as its content and the table allow.
    #[default]
    Auto,
    /// As little as its content needs: numbers, badges, row menus.
    Tight,
    /// What is left over: the name.
    Wide,
}

type Compare<T> = Arc<dyn Fn(&T, &T) -> Ordering + Send + Sync>;
type DrawCell<T> = Arc<dyn Fn(&T) -> AnyView + Send + Sync>;

/// One column of a [`Table`](super::Table) over rows of `T`.
pub struct Column<T: 'static> {
    pub(super) head: ColumnHead,
    pub(super) draw: DrawCell<T>,
    pub(super) compare: Option<Compare<T>>,
}

impl<T: 'static> Clone for Column<T> {
    fn clone(&self) -> Self {
        Self {
            head: self.head,
            draw: Arc::clone(&self.draw),
            compare: self.compare.clone(),
        }
    }
}

/// The part of a column that does not depend on the row's type.
#[derive(Clone, Copy)]
pub(super) struct ColumnHead {
    pub key: &'static str,
    pub label: Signal<String>,
    pub sortable: bool,
    pub row_header: bool,
    pub numeric: bool,
    pub bare: bool,
    pub width: ColumnWidth,
}

impl<T: 'static> Column<T> {
    /// A column named `key` (as in the address) with a header and a way to draw its cell.
    pub fn new<V: IntoView + 'static>(
        key: &'static str,
        label: impl Into<Signal<String>>,
        draw: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        let head = ColumnHead {
            key,
            label: label.into(),
            sortable: false,
            row_header: false,
            numeric: false,
            bare: false,
            width: ColumnWidth::Auto,
        };
        Self {
            head,
            draw: Arc::new(move |row| draw(row).into_any()),
            compare: None,
        }
    }

    /// Its name in the address.
    pub fn key(&self) -> &'static str {
        self.head.key
    }

    /// What stands over it.
    pub fn label(&self) -> Signal<String> {
        self.head.label
    }

    /// Whether it names the row, and so must be there.
    pub fn names_row(&self) -> bool {
        self.head.row_header
    }

    /// Sortable by this comparison, ascending.
    #[must_use]
    pub fn sort_by(mut self, compare: impl Fn(&T, &T) -> Ordering + Send + Sync + 'static) -> Self {
        self.compare = Some(Arc::new(compare));
        self.head.sortable = true;
        self
    }

    /// Names the row (`th scope="row"`); one column per table, normally the first.
    #[must_use]
    pub fn row_header(mut self) -> Self {
        self.head.row_header = true;
        self
    }

    /// Figures: right aligned, of even width.
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.head.numeric = true;
        self
    }

    /// The header is read but not shown: a column of row menus.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.head.bare = true;
        self
    }

    /// How much room it asks for.
    #[must_use]
    pub fn width(mut self, width: ColumnWidth) -> Self {
        self.head.width = width;
        self
    }
}
