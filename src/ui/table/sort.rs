//! In which order do rows stand? By one column, up or down, written in the address as `name` or `-name`.

use super::column::Column;

/// The active column and direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's key.
    pub column: String,
    /// From large to small.
    pub descending: bool,
}

impl Sort {
    /// Ascending by a column.
    pub fn by(column: impl Into<String>) -> Self {
        Self {
            column: column.into(),
            descending: false,
        }
    }

    /// Reads the form kept in an address: `name` or `-name`. Empty text is no order.
    pub fn from_param(text: &str) -> Option<Self> {
        let (column, descending) = match text.strip_prefix('-') {
            Some(column) => (column, true),
            None => (text, false),
        };
        (!column.is_empty()).then(|| Self {
            column: column.to_owned(),
            descending,
        })
    }

    /// Writes the form kept in an address.
    pub fn to_param(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.column)
    }

    /// The order after a press on a column's header: ascending first, then the other way.
    pub fn pressed(now: Option<&Self>, column: &str) -> Self {
        let descending = now.is_some_and(|now| now.column == column && !now.descending);
        Self {
            column: column.to_owned(),
            descending,
        }
    }
}

/// Indices of `rows` in the order asked for; rows that compare equal keep their order. An unknown column leaves all as they are.
pub fn sorted_order<T>(rows: &[T], columns: &[Column<T>], sort: Option<&Sort>) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX)).collect();
    let wanted = sort.and_then(|sort| {
        let column = columns.iter().find(|column| column.head.key == sort.column)?;
        Some((column.compare.clone()?, sort.descending))
    });
    if let Some((compare, descending)) = wanted {
        order.sort_by(|&a, &b| {
            let ascending = compare(&rows[a as usize], &rows[b as usize]);
            if descending { ascending.reverse() } else { ascending }
        });
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{Column, Sort, sorted_order};

    fn columns() -> Vec<Column<(u8, &'static str)>> {
        vec![
            Column::new("seats", "Seats".to_owned(), |row: &(u8, &'static str)| row.1).sort_by(|a, b| a.0.cmp(&b.0)),
            Column::new("plan", "Plan".to_owned(), |row: &(u8, &'static str)| row.1),
        ]
    }

    #[test]
    fn a_sort_survives_its_way_through_the_address() {
        for text in ["name", "-name"] {
            assert_eq!(
                Sort::from_param(text).map(|sort| sort.to_param()).as_deref(),
                Some(text)
            );
        }
        assert_eq!(Sort::from_param(""), None);
        assert_eq!(Sort::from_param("-"), None);
    }

    #[test]
    fn a_second_press_on_a_header_turns_the_order_and_another_header_starts_ascending() {
        let first = Sort::pressed(None, "name");
        assert!(!first.descending);
        let second = Sort::pressed(Some(&first), "name");
        assert!(second.descending);
        assert!(!Sort::pressed(Some(&second), "name").descending);
        assert!(!Sort::pressed(Some(&second), "seats").descending);
    }

    #[test]
    fn rows_that_compare_equal_keep_their_order_in_both_directions() {
        let rows = [(2, "a"), (1, "b"), (2, "c")];
        let up = Sort::by("seats");
        let down = Sort {
            descending: true,
            ..up.clone()
        };
        assert_eq!(sorted_order(&rows, &columns(), Some(&up)), [1, 0, 2]);
        assert_eq!(sorted_order(&rows, &columns(), Some(&down)), [0, 2, 1]);
    }

    #[test]
    fn an_unknown_or_unsortable_column_leaves_the_rows_as_they_came() {
        let rows = [(2, "a"), (1, "b")];
        for column in ["plan", "nothing"] {
            assert_eq!(sorted_order(&rows, &columns(), Some(&Sort::by(column))), [0, 1]);
        }
    }
}
