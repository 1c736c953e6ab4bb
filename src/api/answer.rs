//! Reading what a call was answered: the one reader for whole answers and for long lists, which names the call and the field where an
//! answer is not what the contract says. Source: contract/conventions.md sections 1 and 4.

use super::error::ApiError;
use super::list::List;
use super::transport::Response;
use crate::browser::slices::Slices;
use crate::json::{self, FromJson, Unfit, Value};

/// An answer that only says that it is done. A page in its place comes from something in between.
pub(super) fn done(what: &'static str, answer: &Response) -> Result<(), ApiError> {
    if is_page(&answer.body) {
        return Err(ApiError::Foreign { what });
    }
    Ok(())
}

fn is_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// A JSON answer with the name of the call it answers, for errors.
pub(super) struct Answer {
    what: &'static str,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn of(what: &'static str, answer: Response) -> Self {
        let body = answer.body;
        Self { what, body }
    }

    /// What the contract says the answer is.
    pub(super) fn read<T: FromJson>(self) -> Result<T, ApiError> {
        let value = json::parse(&self.body).map_err(|unfit| {
            if is_page(&self.body) {
                ApiError::Foreign { what: self.what }
            } else {
                unreadable(self.what, &unfit)
            }
        })?;
        self.read_value(value)
    }

    fn read_value<T: FromJson>(&self, value: Value) -> Result<T, ApiError> {
        json::from_value(value).map_err(|unfit| unreadable(self.what, &unfit))
    }

    /// The same where it is a list in its wrapper. Lists may be long: they are read in slices.
    pub(super) async fn list<T: FromJson>(self) -> Result<Vec<T>, ApiError> {
        match self.in_slices("data").await? {
            Some((read, _)) => Ok(read),
            None => Ok(self.read::<List<T>>()?.data),
        }
    }

    /// The same where it is an object with one long list in it: the list, and the object without it. Where there is no such
    /// list: the object as it is.
    pub(super) async fn with_list<T: FromJson, I: FromJson>(
        self,
        name: &'static str,
    ) -> Result<(Option<Vec<I>>, T), ApiError> {
        match self.in_slices(name).await? {
            Some((read, around)) => Ok((Some(read), self.read_value(around)?)),
            None => Ok((None, self.read()?)),
        }
    }

    /// Reads a list in slices; with it comes what stands around it. None where the answer isn't an object with such a list.
    async fn in_slices<T: FromJson>(&self, name: &'static str) -> Result<Option<(Vec<T>, Value)>, ApiError> {
        let mut items = json::Items::of(&self.body, name);
        let mut read = Vec::new();
        let mut slices = Slices::begin();
        while let Some(item) = items.take() {
            read.push(item.map_err(|unfit| unreadable(self.what, &unfit))?);
            slices.turn().await;
        }
        Ok(items.whole().then(|| (read, items.around())))
    }
}

#[inline(never)]
fn unreadable(what: &'static str, unfit: &Unfit) -> ApiError {
    ApiError::Unreadable {
        what,
        field: unfit.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::api::members::MemberRecord;

    #[test]
    fn an_unreadable_answer_is_named_by_its_call_and_field_without_a_value() {
        let error = |body: &str| {
            let answer = Response {
                status: 200,
                body: body.into(),
                retry_after: None,
                request_id: None,
            };
            let read = Answer::of("members", answer).list::<MemberRecord>().now_or_never();
            read.unwrap().unwrap_err().to_string()
        };
        assert_eq!(
            error(r#"{"data":[{"id":"SECRET","type":2,"status":"SECRET","email":""}]}"#),
            "unreadable members: data[0].status: a whole number expected, found a text"
        );
        assert_eq!(error("SECRET"), "unreadable members: no JSON at line 1, column 1");
        assert_eq!(error("\n<html>SECRET"), "a web page instead of members");
    }
}
