//! A long list read item by item, so that whoever reads it can pause in between.

use serde_json::{Deserializer, Map, Value};

use super::read::{FromJson, Unfit, read_item, same};

/// The items of the list that stands in an object under a name. Whoever has taken all of them asks [`whole`](Self::whole):
/// where it is false, the text isn't such an object, and reading it in one go tells what is wrong.
pub struct Items<'t> {
    text: &'t [u8],
    at: usize,
    name: &'static str,
    taken: usize,
    whole: bool,
    around: Map<String, Value>,
}

impl<'t> Items<'t> {
    pub fn of(text: &'t [u8], name: &'static str) -> Self {
        Self {
            text,
            at: 0,
            name,
            taken: 0,
            whole: false,
            around: Map::new(),
        }
    }

    /// The next item; none at the end, and none where the text goes on in another way than expected.
    pub fn take<T: FromJson>(&mut self) -> Option<Result<T, Unfit>> {
        let value = self.next_value()?;
        self.taken += 1;
        Some(read_item(self.name, self.taken - 1, value))
    }

    /// Whether the text was read to its end and was what it should be.
    pub fn whole(&self) -> bool {
        self.whole
    }

    /// The object's other fields.
    pub fn around(self) -> Value {
        Value::Object(self.around)
    }

    #[inline(never)]
    fn next_value(&mut self) -> Option<Value> {
        if self.at == 0 {
            self.open()?;
            if self.steps_over(b']') {
                self.whole = self.close().is_some();
                return None;
            }
        } else if self.steps_over(b']') {
            self.whole = self.close().is_some();
            return None;
        } else if !self.steps_over(b',') {
            return None;
        }
        self.value()
    }

    /// Up to the first item, past the fields before.
    fn open(&mut self) -> Option<()> {
        self.expects(b'{')?;
        while !self.reads_other_field()? {
            self.expects(b',')?;
        }
        self.expects(b'[')
    }

    /// From the end of the list to the end of the text.
    fn close(&mut self) -> Option<()> {
        while self.steps_over(b',') {
            if self.reads_other_field()? {
                return None;
            }
        }
        self.expects(b'}')?;
        self.text[self.at..].trim_ascii().is_empty().then_some(())
    }

    /// Reads a field's name, and what it holds; true for the list's, where what it holds comes next.
    fn reads_other_field(&mut self) -> Option<bool> {
        let Value::String(name) = self.value()? else {
            return None;
        };
        self.expects(b':')?;
        let list = same(&name, self.name);
        if !list {
            let value = self.value()?;
            self.around.insert(name, value);
        }
        Some(list)
    }

    fn value(&mut self) -> Option<Value> {
        let mut values = Deserializer::from_slice(&self.text[self.at..]).into_iter();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(value)
    }

    fn expects(&mut self, wanted: u8) -> Option<()> {
        self.steps_over(wanted).then_some(())
    }

    /// Past white space, and past this byte if it comes next.
    fn steps_over(&mut self, wanted: u8) -> bool {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_ascii_start().len();
        let found = self.text.get(self.at) == Some(&wanted);
        self.at += usize::from(found);
        found
    }
}
