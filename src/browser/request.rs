//! The browser's settings of a request, named here so that `api` needn't name `web_sys`.

pub use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};
