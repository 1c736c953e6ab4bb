//! From a value to the page's types. Strings and lists are moved out of the value, not copied.

use std::fmt;

use serde_json::Value;

/// Why something doesn't read: `data[3].email: text expected, found a number`. Never holds a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What can be read from JSON.
pub trait FromJson: Sized {
    /// Takes a value apart; an absent field comes as null. What doesn't fit is noted in the trail and something blank
    /// stands in its place. The blank never gets out: with a note in its trail, no reading succeeds. This way a record
    /// is one straight line of code, without a way out and a clean-up at every field.
    fn from_json(value: Value, trail: &mut Trail) -> Self;
}

/// Any JSON text as a value.
pub fn parse(text: &[u8]) -> Result<Value, Unfit> {
    serde_json::from_slice(text)
        .map_err(|error| Unfit(format!("no JSON at line {}, column {}", error.line(), error.column())))
}

/// Reads a value.
pub fn from_value<T: FromJson>(value: Value) -> Result<T, Unfit> {
    read_on(Trail::default(), value)
}

/// Reads an item of a list apart from the others; what is wrong is told with the item's place in the whole.
pub(super) fn read_item<T: FromJson>(list: &'static str, index: usize, value: Value) -> Result<T, Unfit> {
    let steps = vec![Step::Field(list), Step::Item(index)];
    read_on(Trail { steps, unfit: None }, value)
}

fn read_on<T: FromJson>(mut trail: Trail, value: Value) -> Result<T, Unfit> {
    let read = T::from_json(value, &mut trail);
    match trail.unfit {
        None => Ok(read),
        Some(unfit) => Err(unfit),
    }
}

/// Reads a text.
pub fn from_slice<T: FromJson>(text: &[u8]) -> Result<T, Unfit> {
    from_value(parse(text)?)
}

/// Reads a text.
pub fn from_str<T: FromJson>(text: &str) -> Result<T, Unfit> {
    from_slice(text.as_bytes())
}

/// A field of an object by its name in any casing; `None` also where it is null or there is no object.
pub fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let (_, value) = value.as_object()?.iter().find(|(wire, _)| same(wire, name))?;
    (!value.is_null()).then_some(value)
}

/// Whether a name on the wire means a field: `userId`, `UserId` and `user_id` are one.
pub(super) fn same(wire: &str, name: &str) -> bool {
    let mut wire = wire.bytes().filter(|byte| *byte != b'_');
    let mut name = name.bytes().filter(|byte| *byte != b'_');
    loop {
        match (wire.next(), name.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one.eq_ignore_ascii_case(&other) => {}
            _ => return false,
        }
    }
}

/// Writes a field's name as the wire has it: `user_id` is `userId`.
pub(super) fn camel(name: &str, out: &mut String) {
    let mut upper = false;
    for letter in name.chars() {
        if letter == '_' {
            upper = true;
        } else {
            out.push(if upper { letter.to_ascii_uppercase() } else { letter });
            upper = false;
        }
    }
}

enum Step {
    Field(&'static str),
    Item(usize),
}

/// Where a reading is, and the first thing that didn't fit.
#[derive(Default)]
pub struct Trail {
    steps: Vec<Step>,
    unfit: Option<Unfit>,
}

impl Trail {
    /// Notes that something else stands here than was expected.
    #[inline(never)]
    pub fn expected(&mut self, wanted: &str, found: &Value) {
        let found = match found {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.note(&format!("{wanted} expected, found {found}"));
    }

    /// Notes what is wrong here, unless something was before.
    #[inline(never)]
    pub fn note(&mut self, wrong: &str) {
        if self.unfit.is_some() {
            return;
        }
        let mut text = String::new();
        for step in &self.steps {
            match step {
                Step::Field(name) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    camel(name, &mut text);
                }
                Step::Item(index) => text.push_str(&format!("[{index}]")),
            }
        }
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(wrong);
        self.unfit = Some(Unfit(text));
    }

    /// The fields of an object.
    #[inline(never)]
    pub fn fields(&mut self, value: Value) -> Fields<'_> {
        let fields = match value {
            // Few names, each asked for once: a list is searched faster than a map.
            Value::Object(map) => map.into_iter().collect(),
            other => {
                self.expected("an object", &other);
                Vec::new()
            }
        };
        Fields { fields, trail: self }
    }

    /// The word that tells which case a value is, and the case's own fields. A case without fields is its word alone.
    #[inline(never)]
    pub(crate) fn case(&mut self, value: Value) -> (String, Fields<'_>) {
        if let Value::String(word) = value {
            let fields = Vec::new();
            return (word, Fields { fields, trail: self });
        }
        let mut fields = self.fields(value);
        (fields.take("is"), fields)
    }

    #[inline(never)]
    fn list(&mut self, value: Value) -> Vec<Value> {
        match value {
            Value::Array(list) => list,
            other => {
                self.expected("a list", &other);
                Vec::new()
            }
        }
    }

    fn whole_number(&mut self, value: &Value) -> Option<i64> {
        // Servers may send numbers as texts (contract/conventions.md 3).
        let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
        if number.is_none() {
            self.expected("a whole number", value);
        }
        number
    }
}

/// An object taken apart field by field.
pub struct Fields<'t> {
    fields: Vec<(String, Value)>,
    trail: &'t mut Trail,
}

impl Fields<'_> {
    /// What the field holds.
    #[inline(never)]
    pub fn take<T: FromJson>(&mut self, name: &'static str) -> T {
        let value = self.enter(name);
        let read = T::from_json(value, self.trail);
        self.trail.steps.pop();
        read
    }

    /// What the field holds; `absent` where it isn't there or null.
    pub fn or<T: FromJson>(&mut self, name: &'static str, absent: T) -> T {
        self.take::<Option<T>>(name).unwrap_or(absent)
    }

    /// Notes a case that isn't known.
    #[inline(never)]
    pub(crate) fn unknown(&mut self) {
        self.trail.note("a known word expected");
    }

    #[inline(never)]
    fn enter(&mut self, name: &'static str) -> Value {
        self.trail.steps.push(Step::Field(name));
        match self.fields.iter().position(|(wire, _)| same(wire, name)) {
            Some(place) => self.fields.swap_remove(place).1,
            None => Value::Null,
        }
    }
}

impl FromJson for Value {
    fn from_json(value: Value, _: &mut Trail) -> Self {
        value
    }
}

impl FromJson for String {
    #[inline(never)]
    fn from_json(value: Value, trail: &mut Trail) -> Self {
        match value {
            Value::String(text) => text,
            other => {
                trail.expected("a text", &other);
                Self::new()
            }
        }
    }
}

impl FromJson for bool {
    #[inline(never)]
    fn from_json(value: Value, trail: &mut Trail) -> Self {
        value.as_bool().unwrap_or_else(|| {
            trail.expected("true or false", &value);
            false
        })
    }
}

impl FromJson for i64 {
    #[inline(never)]
    fn from_json(value: Value, trail: &mut Trail) -> Self {
        trail.whole_number(&value).unwrap_or_default()
    }
}

impl FromJson for u32 {
    #[inline(never)]
    fn from_json(value: Value, trail: &mut Trail) -> Self {
        let number = trail.whole_number(&value).unwrap_or_default();
        Self::try_from(number).unwrap_or_else(|_| {
            trail.note("a smaller number expected, and none below 0");
            0
        })
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Value, trail: &mut Trail) -> Self {
        (!value.is_null()).then(|| T::from_json(value, trail))
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: Value, trail: &mut Trail) -> Self {
        Self::new(T::from_json(value, trail))
    }
}

impl<const N: usize> FromJson for [u32; N] {
    fn from_json(value: Value, trail: &mut Trail) -> Self {
        Vec::from_json(value, trail).try_into().unwrap_or_else(|_| {
            trail.note("another count of numbers expected");
            [0; N]
        })
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    #[inline(never)]
    fn from_json(value: Value, trail: &mut Trail) -> Self {
        let list = trail.list(value);
        let mut read = Self::with_capacity(list.len());
        for (index, value) in list.into_iter().enumerate() {
            trail.steps.push(Step::Item(index));
            read.push(T::from_json(value, trail));
            trail.steps.pop();
        }
        read
    }
}
