//! What is wrong with one row of a file, said without any of its contents.

use super::item::Kind;
use crate::json::message;

message! {
    /// Where something is wrong. Numbers count from 1.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Row {
        /// An item of a JSON file, in its order.
        Item(u32),
        /// A line of a CSV file; the heading is line 1.
        Line(u32),
        /// A collection of the file, in its order.
        Collection(u32),
    }
}

message! {
    /// Which part of it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Part {
        Whole,
        Type,
        Name,
        Notes,
        Username,
        Password,
        Totp,
        Website,
        Passkey,
        CustomField,
        PasswordHistory,
        /// The typed part of the types that are texts alone.
        Typed(Kind),
    }
}

message! {
    /// In which way it is wrong.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum What {
        Missing,
        /// Not the kind of value the format has there.
        WrongKind,
        /// A type of item this format doesn't have.
        UnknownType,
        /// More than the server takes: so many bytes of UTF-8 are the most.
        TooLong {
            most: u32,
        },
        BadDate,
        /// A line with another number of columns than the heading.
        Columns,
        /// Larger, or in more parts, than an item that anybody made.
        TooMuch,
        /// Linked to a part that this type of item doesn't have.
        NoSuchLink,
        /// Another value of what can have one only.
        Second,
    }
}

message! {
    /// A part and what is wrong with it. `property` is the format's name of a typed part's property.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Fault {
        pub part: Part,
        pub property: Option<String>,
        pub what: What,
    }
}

impl Fault {
    pub fn new(part: Part, what: What) -> Self {
        Self {
            part,
            property: None,
            what,
        }
    }

    /// The same with the property's name.
    pub fn of(mut self, property: &str) -> Self {
        self.property = Some(property.to_owned());
        self
    }
}

message! {
    /// A row that is left out, and why.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Problem {
        pub row: Row,
        pub fault: Fault,
    }
}

message! {
    /// A row that is taken, and which of its parts are left out of it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Loss {
        pub row: Row,
        pub faults: Vec<Fault>,
    }
}

/// What is lost of one row while it is read; each kind of loss once.
#[derive(Default)]
pub struct Lost(Vec<Fault>);

impl Lost {
    pub fn add(&mut self, fault: Fault) {
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }

    /// Notes what is lost, and goes on without it.
    pub fn or_none<T>(&mut self, part: Result<Option<T>, Fault>) -> Option<T> {
        part.unwrap_or_else(|fault| {
            self.add(fault);
            None
        })
    }
}

/// How many rows with losses, or with problems, are named. The rest is counted, so that a report stays small whatever the file.
pub const NAMED: usize = 1_000;

/// The losses of a file.
#[derive(Default)]
pub struct Losses {
    /// The first of them.
    pub named: Vec<Loss>,
    pub count: u32,
}

impl Losses {
    pub fn note(&mut self, row: Row, Lost(faults): Lost) {
        if faults.is_empty() {
            return;
        }
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push(Loss { row, faults });
        }
    }
}

message! {
    /// Rows that are kept and something is said about: how many, and the first of them.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Told {
        pub count: u32,
        pub rows: Vec<Row>,
    }
}

/// How many rows are named.
const TOLD: usize = 12;

impl Told {
    pub fn note(&mut self, row: Row) {
        self.count += 1;
        if self.rows.len() < TOLD {
            self.rows.push(row);
        }
    }
}
