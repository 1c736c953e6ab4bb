//! What several runs measured, and the Markdown it is printed as.

/// A figure of every run.
#[derive(Default)]
pub struct Runs(Vec<f64>);

impl FromIterator<f64> for Runs {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self(values)
    }
}

impl Runs {
    /// One figure of all runs.
    pub fn of<T>(runs: &[T], figure: impl Fn(&T) -> f64) -> Self {
        runs.iter().map(figure).collect()
    }

    pub fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// The median, and in brackets the least and the most: how much the machine itself wavers.
    fn said(&self, say: impl Fn(f64) -> String, unit: &str) -> String {
        let (median, least, most) = (
            say(self.median()),
            self.0.first().map(|value| say(*value)).unwrap_or_default(),
            self.0.last().map(|value| say(*value)).unwrap_or_default(),
        );
        if least == most {
            format!("{median}{unit}")
        } else {
            format!("{median}{unit} ({least}–{most})")
        }
    }

    pub fn ms(&self) -> String {
        self.said(|value| format!("{value:.0}"), " ms")
    }

    pub fn ratio(&self) -> String {
        self.said(|value| format!("{value:.2}"), "")
    }

    pub fn count(&self) -> String {
        self.said(|value| format!("{value:.0}"), "")
    }

    /// From bytes.
    pub fn megabytes(&self) -> String {
        self.said(|value| format!("{:.1}", value / 1e6), " MB")
    }

    /// The longest task; browsers don't tell of those below 50 ms.
    pub fn longest(&self) -> String {
        self.said(
            |value| {
                if value == 0.0 {
                    "< 50".to_owned()
                } else {
                    format!("{value:.0}")
                }
            },
            " ms",
        )
    }
}

/// Prints a table's head; names of figures are set to the right.
pub fn head(columns: &[&str]) {
    let Some((first, rest)) = columns.split_first() else {
        return;
    };
    println!("| {first} | {} |", rest.join(" | "));
    println!("| --- |{}", " ---: |".repeat(rest.len()));
}

/// Prints one row.
pub fn row(name: &str, cells: &[String]) {
    println!("| {name} | {} |", cells.join(" | "));
}
