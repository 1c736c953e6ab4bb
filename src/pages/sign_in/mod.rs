//! Sign-in and unlocking.
//!
//! `page` draws the step the person is at, `state` holds what was typed and takes the steps, `email`, `password`,
//! `second_step` and `device` are the steps, `trouble` says what failed, `gate` is the card around them, `lock` the
//! locked session, `set_up` the page that can't start.

mod device;
mod email;
mod gate;
mod lock;
mod page;
mod password;
mod second_step;
mod set_up;
mod state;
mod trouble;

pub use lock::LockPage;
pub use page::SignInPage;
pub use set_up::SetUpWrong;
