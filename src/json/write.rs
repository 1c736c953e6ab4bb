//! From the page's types to JSON texts.

use super::read::camel;

/// What can be written as JSON.
pub trait ToJson {
    /// Appends the value.
    fn to_json(&self, out: &mut Writer);
}

/// A value as a text.
pub fn to_string(value: &dyn ToJson) -> String {
    let mut out = Writer::default();
    value.to_json(&mut out);
    out.0
}

/// An object whose fields are all texts, names as they are.
pub fn texts(fields: &[(&str, &str)]) -> String {
    let mut out = Writer::default();
    out.open('{');
    for (name, text) in fields {
        out.field(name, text);
    }
    out.close('}');
    out.0
}

/// A JSON text in the making. Between `open` and `close` it puts the commas itself.
#[derive(Default)]
pub struct Writer(String);

impl Writer {
    /// Begins an object or a list.
    pub fn open(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// Ends it.
    pub fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// A field of an object under the wire's form of its name: `user_id` becomes `userId`.
    #[inline(never)]
    pub fn field(&mut self, name: &str, value: &dyn ToJson) {
        self.comma();
        self.0.push('"');
        camel(name, &mut self.0);
        self.0.push_str("\":");
        value.to_json(self);
    }

    /// An item of a list.
    #[inline(never)]
    pub fn item(&mut self, value: &dyn ToJson) {
        self.comma();
        value.to_json(self);
    }

    /// A text in quotation marks.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.0.push('"');
        for letter in text.chars() {
            match letter {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(letter);
                }
                '\0'..='\x1f' => self.0.push_str(&format!("\\u{:04x}", u32::from(letter))),
                _ => self.0.push(letter),
            }
        }
        self.0.push('"');
    }

    fn comma(&mut self) {
        // No value ends in an opening bracket, so one at the end means that nothing came yet.
        if !self.0.ends_with(['{', '[']) {
            self.0.push(',');
        }
    }
}

impl ToJson for String {
    fn to_json(&self, out: &mut Writer) {
        out.text(self);
    }
}

impl ToJson for &str {
    fn to_json(&self, out: &mut Writer) {
        out.text(self);
    }
}

impl ToJson for bool {
    fn to_json(&self, out: &mut Writer) {
        out.0.push_str(if *self { "true" } else { "false" });
    }
}

impl ToJson for i64 {
    fn to_json(&self, out: &mut Writer) {
        out.0.push_str(&self.to_string());
    }
}

impl ToJson for u32 {
    fn to_json(&self, out: &mut Writer) {
        i64::from(*self).to_json(out);
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self, out: &mut Writer) {
        match self {
            Some(value) => value.to_json(out),
            None => out.0.push_str("null"),
        }
    }
}

impl<T: ToJson> ToJson for Box<T> {
    fn to_json(&self, out: &mut Writer) {
        T::to_json(self, out);
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self, out: &mut Writer) {
        self.as_slice().to_json(out);
    }
}

impl<const N: usize> ToJson for [u32; N] {
    fn to_json(&self, out: &mut Writer) {
        self.as_slice().to_json(out);
    }
}

impl<T: ToJson> ToJson for [T] {
    fn to_json(&self, out: &mut Writer) {
        out.open('[');
        for value in self {
            out.item(value);
        }
        out.close(']');
    }
}
